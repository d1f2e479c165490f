package dev.cloze.checkpoint.folder;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.tensors.NameMap;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.model.config.BartConfig;
import dev.cloze.model.config.BertConfig;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.model.config.T5ReaderConfig;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/**
 * Weights under their second and third names. Version 5 of transformers ties the stacks of a Switch Transformer to the
 * embedding, and the two names of a BERT's output bias to each other, only if the head is tied too; without copies of their
 * own it would draw them at random.
 */
public final class WeightCopies {

    private static final Map<String, List<String>> T5 =
            Map.of("shared.weight", List.of("encoder.embed_tokens.weight", "decoder.embed_tokens.weight"));
    private static final Map<String, List<String>> BERT = Map.of(NameMap.HEAD_BIAS, List.of(NameMap.HEAD_BIAS_ADDED));

    private static final Map<String, List<String>> BART =
            Map.of("model.shared.weight", List.of("lm_head.weight"), "shared.weight", List.of("lm_head.weight"));

    private static final Map<String, List<String>> BART_STACKS = Map.of(
            "model.shared.weight", List.of("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight"));

    private WeightCopies() {}

    private static Map<String, List<String>> of(ModelConfig config) {
        if (config instanceof SwitchConfig sparse && !sparse.tiedInFiles()) {
            return T5;
        }
        if (config instanceof BartConfig bart && !bart.tied()) {
            return BART_STACKS;
        }
        return config instanceof BertConfig bert && !bert.tied() ? BERT : Map.of();
    }

    /** Adds them to {@code weights} where a model of that shape needs them; so too a head that a file lacks. */
    public static <T> void add(ModelConfig config, Map<String, T> weights) {
        T shared = weights.get("shared.weight");
        if (isT5(config) && !(config instanceof T5ReaderConfig) && !config.tiedInFiles() && shared != null) {
            weights.putIfAbsent("lm_head.weight", shared);
        }
        of(config).forEach((name, copies) -> {
            T original = weights.get(name);
            if (original != null) {
                copies.forEach(copy -> weights.putIfAbsent(copy, original));
            }
        });
    }

    private static boolean isT5(ModelConfig config) {
        return config instanceof T5Config || config instanceof T5ReaderConfig || config instanceof SwitchConfig;
    }

    /**
     * Stops if the stacks of a T5 or a Switch Transformer have other embeddings than the shared one, as version 5 allows, or a
     * BART another head: they would be left aside.
     */
    static TensorFile checked(ModelConfig config, TensorFile file) {
        boolean bart = config.tied() && (config instanceof BartConfig || config instanceof CptConfig);
        Map<String, List<String>> copies = bart ? BART : isT5(config) ? T5 : Map.of();
        copies.forEach((name, others) -> others.forEach(copy -> {
            boolean both = file.contains(name) && file.contains(copy);
            if (both && !file.same(name, copy) && !equal(file, name, copy)) {
                file.close();
                throw Refusal.at(file.toString(), "%s must be a copy of %s, but differs from it", copy, name);
            }
        }));
        return file;
    }

    private static boolean equal(TensorFile file, String name, String copy) {
        try (PointerScope scope = new PointerScope()) {
            return file.read(name).equal(file.read(copy));
        }
    }
}
