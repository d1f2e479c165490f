package dev.cloze.checkpoint.tensors;

import dev.cloze.model.config.BartConfig;
import dev.cloze.model.config.BertConfig;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.config.Gpt2Config;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.VlmConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** From the names in a file to a model's own. */
public interface NameMap {

    String HEAD_BIAS = "cls.predictions.bias";
    String HEAD_BIAS_ADDED = "cls.predictions.decoder.bias";

    /** Where files keep the embedding of a T5, the best first. */
    List<String> T5_TABLES = List.of("shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight");

    String HEAD = "lm_head.weight";

    /** What a BART has of its own only where it is not tied. */
    Set<String> BART_COPIES = Set.of(HEAD, "encoder.embed_tokens.weight", "decoder.embed_tokens.weight");

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
            return (stored, all) -> bart(stored, config.tied());
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
        return (stored, all) -> t5(stored, all, config.tied());
    }

    // Copies of the embedding, a head that sits in the decoder, a bias that was once saved by mistake.
    private static Optional<String> t5(String stored, Set<String> all, boolean tied) {
        String name = HELD.matcher(stored).replaceFirst("");
        return switch (name) {
            case "encoder.embed_tokens.weight" -> embedding(all, T5_TABLES.subList(0, 1));
            case "decoder.embed_tokens.weight" -> embedding(all, T5_TABLES.subList(0, 2));
            case "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight" -> Optional.empty();
            case HEAD, "decoder.lm_head.weight" ->
                tied && isWithout(all, T5_TABLES) ? Optional.of(T5_TABLES.get(0)) : Optional.of(HEAD);
            default -> Optional.of(name);
        };
    }

    // The embedding under the best of its names: MADLAD-400's files have only the decoder's.
    private static Optional<String> embedding(Set<String> all, List<String> better) {
        return isWithout(all, better) ? Optional.of(T5_TABLES.get(0)) : Optional.empty();
    }

    private static boolean isWithout(Set<String> all, List<String> names) {
        return all.stream().noneMatch(other -> names.stream().anyMatch(other::endsWith));
    }

    // CPT's released files hold the model without its head, hence without the prefix; the head is the embedding.
    private static Optional<String> bart(String stored, boolean tied) {
        String bare = without("model.", stored);
        if (!tied && BART_COPIES.contains(bare)) {
            return Optional.of(bare.equals(HEAD) ? bare : "model." + bare);
        }
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
