package dev.cloze.checkpoint.folder;

import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.SwitchConfig;
import java.util.List;
import java.util.Map;

/**
 * The embedding under its second and third name. Version 5 of transformers ties the stacks of a Switch Transformer to the
 * embedding only if the head is tied too; without copies of their own it would draw them at random.
 */
public final class EmbeddingCopies {

    private static final String SHARED = "shared.weight";
    private static final List<String> COPIES = List.of("encoder.embed_tokens.weight", "decoder.embed_tokens.weight");

    private EmbeddingCopies() {}

    /** Adds them to {@code weights} where a model of that shape needs them. */
    public static <T> void add(ModelConfig config, Map<String, T> weights) {
        T shared = weights.get(SHARED);
        boolean needed =
                config instanceof SwitchConfig sparse && !sparse.base().head().tied();
        if (needed && shared != null) {
            COPIES.forEach(name -> weights.put(name, shared));
        }
    }
}
