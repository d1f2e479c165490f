package dev.cloze.checkpoint.tensors;

import dev.cloze.model.config.BartConfig;
import dev.cloze.model.config.BertConfig;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.config.Gpt2Config;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.VlmConfig;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** From the names in a file to a model's own. */
public interface NameMap {

    String HEAD_BIAS = "cls.predictions.bias";
    String HEAD_BIAS_ADDED = "cls.predictions.decoder.bias";

    /** What training wrappers put in front of every name. */
    Pattern WRAPPED = Pattern.compile("^(?:module\\.|_orig_mod\\.|_forward_module\\.)+");

    /** What classes that hold a T5 put in front of its names. */
    Pattern HELD = Pattern.compile("^(?:t5|model|transformer)\\.(?=(?:shared|encoder|decoder|lm_head)\\.)");

    /** How names begin that lack a BERT's first part. */
    Pattern BARE_BERT = Pattern.compile("^(?=(?:embeddings|encoder|pooler)\\.)");

    /** The model's name for {@code stored}, empty where it has no use for it; {@code all} are the file's names. */
    Optional<String> of(String stored, Set<String> all);

    /** The names of the family that a model belongs to. */
    static NameMap of(ModelConfig config) {
        NameMap names = family(config);
        return (stored, all) -> names.of(WRAPPED.matcher(stored).replaceFirst(""), all);
    }

    private static NameMap family(ModelConfig config) {
        if (config instanceof BartConfig || config instanceof CptConfig) {
            return NameMap::bart;
        }
        if (config instanceof Gpt2Config gpt2) {
            return (stored, all) -> gpt2(stored, gpt2.tied());
        }
        if (config instanceof VlmConfig vlm) {
            return (stored, all) -> gpt2(severalTasks(stored), vlm.backbone().tied());
        }
        if (config instanceof BertConfig bert) {
            return (stored, all) -> bert(stored, all, bert.tied());
        }
        return NameMap::t5;
    }

    // Copies of the embedding, a head that sits in the decoder, a bias that was once saved by mistake.
    private static Optional<String> t5(String stored, Set<String> all) {
        String name = HELD.matcher(stored).replaceFirst("");
        return switch (name) {
            case "encoder.embed_tokens.weight" ->
                all.stream().anyMatch(other -> other.endsWith("shared.weight"))
                        ? Optional.empty()
                        : Optional.of("shared.weight");
            case "decoder.embed_tokens.weight",
                    "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight" -> Optional.empty();
            case "decoder.lm_head.weight" -> Optional.of("lm_head.weight");
            default -> Optional.of(name);
        };
    }

    // CPT's released files hold the model without its head, hence without the prefix; the head is the embedding.
    private static Optional<String> bart(String stored, Set<String> all) {
        String bare = without("model.", stored);
        return switch (bare) {
            case "lm_head.weight",
                    "encoder.embed_tokens.weight",
                    "decoder.embed_tokens.weight",
                    "encoder.embeddings.word_embeddings.weight",
                    "encoder.embeddings.position_ids" -> Optional.empty();
            case "final_logits_bias" -> Optional.of(bare);
            default -> Optional.of(bare.startsWith("cls_head.") ? bare : "model." + bare);
        };
    }

    // Old files keep the causal mask of each block.
    private static Optional<String> gpt2(String stored, boolean tied) {
        if (stored.startsWith("lm_head.")) {
            return tied ? Optional.empty() : Optional.of(stored);
        }
        boolean mask = stored.endsWith(".attn.bias") || stored.endsWith(".attn.masked_bias");
        boolean beside = stored.startsWith("transformer.") || stored.startsWith("p_gen_linear.");
        return mask ? Optional.empty() : Optional.of(beside ? stored : "transformer." + stored);
    }

    // A model of one task does not number its adapters.
    private static String severalTasks(String stored) {
        return stored.contains(".mixadapter.")
                ? stored
                : stored.replace(".adapter_block.", ".adapter_block.mixadapter.0.");
    }

    // The first files called a norm's weights gamma and beta; those of the bare network lack its name. The head's bias
    // goes by two names, of which a head of its own adds the longer one.
    private static Optional<String> bert(String stored, Set<String> all, boolean tied) {
        String name = BARE_BERT
                .matcher(stored)
                .replaceFirst("bert.")
                .replace("LayerNorm.gamma", "LayerNorm.weight")
                .replace("LayerNorm.beta", "LayerNorm.bias");
        return switch (name) {
            case "bert.embeddings.position_ids" -> Optional.empty();
            case "cls.predictions.decoder.weight" -> tied ? Optional.empty() : Optional.of(name);
            case HEAD_BIAS_ADDED -> tied ? Optional.empty() : Optional.of(HEAD_BIAS);
            case HEAD_BIAS -> !tied && all.contains(HEAD_BIAS_ADDED) ? Optional.empty() : Optional.of(name);
            default -> Optional.of(name);
        };
    }

    private static String without(String prefix, String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
}
