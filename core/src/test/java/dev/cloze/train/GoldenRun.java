package dev.cloze.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Golden;
import dev.cloze.Seed;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.model.Network;
import dev.cloze.model.Networks;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Parameter;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import dev.cloze.train.optimiser.Clipping;
import dev.cloze.train.optimiser.GoldenOptimisers;
import dev.cloze.train.optimiser.GoldenSchedules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Assumptions;

/**
 * One run of the reference, to be run here.
 *
 * @param folder the golden training folder
 * @param file the run's own description
 * @param json what it says
 */
record GoldenRun(Path folder, Path file, JsonNode json) {

    private static final int ROUNDINGS = 8;

    static GoldenRun read(Path folder, Path file) throws IOException {
        return new GoldenRun(folder, file, new ObjectMapper().readTree(file.toFile()));
    }

    /**
     * What happened when it was run here.
     *
     * @param steps every update
     * @param weights the values at the end
     */
    record Trace(List<StepReport> steps, Map<String, float[]> weights) {}

    JsonNode log() {
        return json.get("log");
    }

    SafeTensors openEnd() {
        return SafeTensors.open(Path.of(file.toString().replace(".json", ".safetensors")));
    }

    /** Runs it as it is. */
    Trace trace() throws IOException {
        return trace(parameters -> {});
    }

    /** Runs it from weights that are off by a few rounding errors each, as many as two libraries' products differ by. */
    Trace perturbed(Seed seed) throws IOException {
        return trace(parameters -> parameters.all().forEach(parameter -> shake(parameter, seed)));
    }

    private static void shake(Parameter parameter, Seed seed) {
        SplittableRandom random = seed.split(parameter.name()).random();
        float[] values = Tensors.floats(parameter.master());
        for (int i = 0; i < values.length; i++) {
            values[i] += random.nextInt(-ROUNDINGS, ROUNDINGS + 1) * Math.ulp(values[i]);
        }
        long[] shape = parameter.master().shape();
        Scopes.withoutGradient(() -> parameter.master().copy_(Tensors.of(values, shape)));
    }

    private interface Change {
        void on(Parameters parameters);
    }

    private Trace trace(Change change) throws IOException {
        String name = json.get("model").asText();
        Path model = Golden.folder("models/" + name)
                .orElseGet(() -> Assumptions.abort(name + ": no such model among the golden files"));
        ModelConfig shape = config(model);
        try (PointerScope scope = new PointerScope();
                SafeTensors start = SafeTensors.open(model.resolve("model.safetensors"));
                SafeTensors batches = SafeTensors.open(folder.resolve("batches/" + name + ".safetensors"))) {
            WeightStore store = WeightStore.from(start, Precision.FLOAT32);
            Network network = Networks.build(shape, Weights.of(store));
            store.verify("model.safetensors");
            change.on(store.parameters());
            Trainee trainee = new Trainee(network, store.parameters(), ComputeDevice.CPU, (source, target) -> 0);
            return train(
                    trainee,
                    GoldenBatches.of(batches, log(), network, shape.ids().decoderStart()));
        }
    }

    // The reference's own habits: experts turn tokens away while training, too. A run may change the router losses'
    // weights.
    private ModelConfig config(Path folder) throws IOException {
        ObjectNode config = (ObjectNode)
                new ObjectMapper().readTree(folder.resolve("config.json").toFile());
        Assumptions.assumeTrue(ModelConfig.known(config, "config.json"), "the model is not supported yet");
        json.path("config").properties().forEach(changed -> config.set(changed.getKey(), changed.getValue()));
        ModelConfig parsed = ModelConfig.parse(config, "config.json");
        return parsed instanceof SwitchConfig sparse ? sparse.compat() : parsed;
    }

    private Trace train(Trainee trainee, GoldenBatches feed) {
        List<StepReport> steps = new ArrayList<>();
        try (Trainer trainer = new Trainer(trainee, plan(), feed)) {
            trainer.run(steps::add);
        }
        Map<String, float[]> weights = new TreeMap<>();
        trainee.parameters().all().forEach(p -> weights.put(p.name(), Tensors.floats(p.master())));
        return new Trace(steps, weights);
    }

    private TrainingPlan plan() {
        JsonNode schedule = json.get("schedule");
        String kind = schedule.get(0).asText();
        String source = Set.of("t5x", "nanot5").contains(kind) ? kind : "transformers";
        double rate = json.get("args").path("lr").asDouble(0);
        return new TrainingPlan(
                log().size(),
                json.path("micro").asInt(1),
                GoldenSchedules.of(source, kind, rate, schedule.get(1)),
                GoldenOptimisers.of(json.get("optimizer").asText(), json.get("args")),
                json.get("clip").isNumber() ? new Clipping(json.get("clip").asDouble()) : Clipping.NONE,
                GoldenRuns.loss(json.get("loss")),
                0,
                new Seed(0));
    }
}
