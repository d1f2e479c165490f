package dev.cloze.checkpoint.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.checkpoint.disk.Disk;
import dev.cloze.checkpoint.disk.JsonFile;
import dev.cloze.checkpoint.tensors.RenamedTensors;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.model.Network;
import dev.cloze.model.Networks;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Lifetime;
import dev.cloze.tensor.Parameter;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokenizers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Hugging Face's way to keep a model: {@code config.json}, {@code generation_config.json}, the weights as safetensors, the
 * tokenizer's files. A model that was trained here opens in transformers, and the other way round.
 */
public final class ModelFolder {

    private static final int SHOWN = 5;
    private static final String END = "eos_token_id";

    private ModelFolder() {}

    /** Reads a model to be used, not trained, on the CPU. */
    public static LoadedModel load(Path folder, Precision precision) {
        return load(folder, new WeightStore.Placement(precision, ComputeDevice.CPU, WeightStore.Use.INFERENCE));
    }

    /** Reads a model. */
    public static LoadedModel load(Path folder, WeightStore.Placement placement) {
        return load(folder, placement, Networks::build);
    }

    /** Makes a network of a shape and its weights. */
    public interface Building {
        Network build(ModelConfig config, Weights weights);

        /** The shape that is built, where the file's is {@code fitted}. */
        default ModelConfig shape(ModelConfig fitted) {
            return fitted;
        }

        /** Where weights come from. */
        default WeightStore store(TensorFile file, ModelConfig config, WeightStore.Placement placement) {
            return WeightStore.from(file, placement);
        }

        /** What is read instead of the model's file; closing it closes that. */
        default TensorFile view(TensorFile file) {
            return file;
        }
    }

    /**
     * Reads a model and builds it in another way than its own. The caller closes it, unless it lives as long as the program.
     *
     * @throws Refusal if the folder, its files or their weights are not those of a model
     */
    public static LoadedModel load(Path folder, WeightStore.Placement placement, Building building) {
        if (!Files.isDirectory(folder)) {
            throw Refusal.at(folder.toString(), "there is no such folder");
        }
        Path configFile = folder.resolve("config.json");
        ModelConfig said = ModelConfig.parse(JsonFile.read(configFile), configFile.toString());
        Optional<Tokenizer> tokenizer = tokenizer(folder, said);
        TensorFile file = building.view(RenamedTensors.of(WeightCopies.checked(said, WeightFiles.open(folder)), said));
        ModelResources resources = new ModelResources(new Lifetime(), file, tokenizer);
        try {
            LoadedModel loaded = resources.weights().building(() -> {
                ModelConfig fitted = said.fitted(file);
                requireFit(fitted, file);
                ModelConfig config = building.shape(fitted);
                WeightStore store = building.store(file, config, placement);
                Network network = building.build(config, Weights.of(store));
                store.verify(file.toString());
                List<String> notes = unused(file, store.unused());
                return new LoadedModel(folder, config, network, store.parameters(), tokenizer, notes, resources);
            });
            resources.loaded(placement);
            return loaded;
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /** The headers are held against the config before anything is allocated by its sizes. */
    private static void requireFit(ModelConfig config, TensorFile file) {
        try (PointerScope scope = new PointerScope();
                WeightStore described = WeightStore.described(file)) {
            Networks.build(config, Weights.of(described));
            described.verify(file.toString());
        }
    }

    /** What {@code folder} holds, from its config and the headers of its files; no weight is read. */
    public static ModelReport inspect(Path folder) {
        return new ModelInspector(folder).report();
    }

    /**
     * What a folder says about how its model should write: its {@code generation_config.json}, empty if it has none. Of
     * several ids that end a text its config names all, the model's shape the first.
     */
    public static ObjectNode generation(Path folder) {
        Path file = folder.resolve(KeptFiles.GENERATION);
        boolean said = Files.exists(file);
        ObjectNode all =
                said && JsonFile.read(file) instanceof ObjectNode node ? node : JsonNodeFactory.instance.objectNode();
        Path config = folder.resolve("config.json");
        if (!all.has(END) && Files.exists(config)) {
            JsonNode ends = JsonFile.read(config).path(END);
            return ends.isArray() ? all.set(END, ends) : all;
        }
        return all;
    }

    private static List<String> unused(TensorFile file, Set<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<String> first = names.stream().limit(SHOWN).map(Shown::of).toList();
        String more = names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : "";
        return List.of("%s: %d tensors are not the model's: %s%s"
                .formatted(file, names.size(), String.join(", ", first), more));
    }

    public static Optional<Tokenizer> tokenizer(Path folder, ModelConfig config) {
        if (!Tokenizers.holds(folder)) {
            return Optional.empty();
        }
        Tokenizer tokenizer = Tokenizers.load(folder);
        checkFits(tokenizer, config, folder.toString());
        return Optional.of(tokenizer);
    }

    /** The files that say what a folder's model is: its config and its weights. */
    public static List<Path> paths(Path folder) {
        return Stream.concat(Stream.of(folder.resolve("config.json")), WeightFiles.paths(folder).stream())
                .toList();
    }

    /**
     * The shape of the model in a folder, from its config and the headers of its files.
     *
     * @throws Refusal if they cannot be read
     */
    public static ModelConfig shape(Path folder) {
        Path configFile = folder.resolve("config.json");
        ModelConfig said = ModelConfig.parse(JsonFile.read(configFile), configFile.toString());
        try (TensorFile file = RenamedTensors.of(WeightFiles.open(folder), said)) {
            return said.fitted(file);
        }
    }

    /** Stops if {@code tokenizer} has ids for which the model has no embedding. */
    public static void checkFits(Tokenizer tokenizer, ModelConfig config, String place) {
        int ids = tokenizer.vocabulary().size();
        if (ids > config.vocab()) {
            throw Refusal.at(
                    place,
                    "the tokenizer has %d ids, the model's vocab_size must be at least that, got %d",
                    ids,
                    config.vocab());
        }
    }

    /** What a folder of this model holds. */
    public static ModelFiles files(ModelConfig config, Parameters parameters, Tokenizer tokenizer) {
        return files(config, parameters, tokenizer, KeptFiles.NONE);
    }

    /** What a folder of this model holds, which came from another folder, as any version of transformers reads it. */
    public static ModelFiles files(ModelConfig config, Parameters parameters, Tokenizer tokenizer, KeptFiles kept) {
        Map<String, Tensor> weights = weights(parameters);
        WeightCopies.add(config, weights);
        return files(config, config.toTransformersJson(), weights, tokenizer, kept);
    }

    /** As {@link #files}, with the very weights that are trained: what a run goes on from. */
    public static ModelFiles checkpoint(
            ModelConfig config, Parameters parameters, Tokenizer tokenizer, KeptFiles kept) {
        return files(config, config.toJson(), weights(parameters), tokenizer, kept);
    }

    private static Map<String, Tensor> weights(Parameters parameters) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : parameters.all()) {
            weights.put(parameter.name(), parameter.master());
        }
        return weights;
    }

    private static ModelFiles files(
            ModelConfig config, ObjectNode json, Map<String, Tensor> weights, Tokenizer tokenizer, KeptFiles kept) {
        return new ModelFiles(
                kept.under(json.put("dtype", "float32")).toPrettyString() + "\n",
                generation(config).toPrettyString() + "\n",
                weights,
                Optional.of(tokenizer),
                kept,
                FillPrefix.UNSAID);
    }

    public static ObjectNode generation(ModelConfig config) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_from_model_config", true)
                .put("decoder_start_token_id", config.ids().decoderStart())
                .put(END, config.ids().eos())
                .put("pad_token_id", config.ids().pad());
    }

    /** Writes a model or an adapter, whole or not at all; what lay in {@code folder} before is replaced. */
    public static void save(Path folder, FolderContent files) {
        try {
            new WholeFolder(Disk.local(), folder).write(files::write);
        } catch (IOException e) {
            throw new UncheckedIOException("%s: the model could not be saved: %s".formatted(folder, Reasons.of(e)), e);
        }
    }
}
