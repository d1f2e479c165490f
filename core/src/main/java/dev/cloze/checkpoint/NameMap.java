package dev.cloze.checkpoint;

import java.util.Optional;
import java.util.Set;

/** From the names in a file to a model's own. */
interface NameMap {

    /** The model's name for {@code stored}, empty where it has no use for it; {@code all} are the file's names. */
    Optional<String> of(String stored, Set<String> all);

    /** The T5 family: copies of the embedding, a head that sits in the decoder, a bias that was once saved by mistake. */
    static NameMap t5() {
        return NameMap::t5;
    }

    private static Optional<String> t5(String stored, Set<String> all) {
        String name = stored.startsWith("module.") ? stored.substring("module.".length()) : stored;
        return switch (name) {
            case "encoder.embed_tokens.weight" ->
                all.contains("shared.weight") ? Optional.empty() : Optional.of("shared.weight");
            case "decoder.embed_tokens.weight",
                    "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight" -> Optional.empty();
            case "decoder.lm_head.weight" -> Optional.of("lm_head.weight");
            default -> Optional.of(name);
        };
    }
}
