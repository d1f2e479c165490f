package dev.cloze.checkpoint.convert;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.checkpoint.disk.JsonFile;
import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.model.Networks;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Parameter;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightFit;
import dev.cloze.tensor.WeightStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Takes the encoder of a CPT from a BERT (Shao et al. 2021). The decoder is the one there was, or drawn anew where the
 * model's folder holds a config alone.
 *
 * @param bert the BERT's folder
 * @param seed of what is drawn
 */
public record CptFromBert(Path bert, Seed seed) implements ModelChange {

    private static final String WORDS = "bert.embeddings.word_embeddings.weight";
    private static final String POSITIONS = "model.encoder.embeddings.position_embeddings.weight";

    @Override
    public void apply(ModelDraft draft) {
        ModelConfig config = draft.parsed();
        if (!(config instanceof CptConfig cpt)) {
            throw Refusal.at(
                    draft.folder().toString(), "an encoder of BERT's fits a CPT only: config.json must name its class");
        }
        if (draft.names().isEmpty()) {
            draw(draft, cpt);
        }
        TensorFile encoder = draft.add(ModelDraft.open(bert, bertConfig()));
        List<String> problems = new ArrayList<>();
        for (String name : List.copyOf(draft.names())) {
            source(name).ifPresent(stored -> take(draft, name, encoder, stored, problems));
        }
        if (!problems.isEmpty()) {
            throw Refusal.at(
                    encoder.toString(),
                    "does not fit the encoder of %s: %s",
                    draft.folder(),
                    WeightFit.first(problems));
        }
    }

    private ModelConfig bertConfig() {
        Path file = bert.resolve("config.json");
        return ModelConfig.parse(JsonFile.read(file), file.toString());
    }

    private void draw(ModelDraft draft, CptConfig config) {
        WeightStore store = draft.add(WeightStore.initialised(seed, Precision.FLOAT32));
        Networks.build(config, Weights.of(store));
        for (Parameter parameter : store.parameters().all()) {
            draft.put(parameter.name(), OutgoingTensor.of(parameter.master()));
        }
    }

    /** The name in BERT of a weight of the encoder. */
    private static Optional<String> source(String name) {
        if (name.equals("model.shared.weight")) {
            return Optional.of(WORDS);
        }
        if (name.startsWith("model.encoder.embeddings.") || name.startsWith("model.encoder.encoder.")) {
            return Optional.of("bert." + name.substring("model.encoder.".length()));
        }
        return Optional.empty();
    }

    private static void take(ModelDraft draft, String name, TensorFile encoder, String stored, List<String> problems) {
        if (!encoder.contains(stored)) {
            problems.add(stored + " is missing");
            return;
        }
        // The number of positions is the table's, whatever the config says: a CPT of the first release has BERT's 512.
        boolean fits = Arrays.equals(encoder.shape(stored), draft.shape(name)) || name.equals(POSITIONS);
        if (fits) {
            draft.put(name, OutgoingTensor.of(encoder, stored));
        } else {
            problems.add("%s is %s, not %s"
                    .formatted(stored, Arrays.toString(encoder.shape(stored)), Arrays.toString(draft.shape(name))));
        }
    }
}
