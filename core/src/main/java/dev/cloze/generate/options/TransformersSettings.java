package dev.cloze.generate.options;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of transformers' settings of generation, by what becomes of them here. */
public final class TransformersSettings {

    /** Settings that are followed. */
    static final Set<String> FOLLOWED = Set.of(
            "bad_words_ids",
            "begin_suppress_tokens",
            "bos_token_id",
            "decoder_start_token_id",
            "do_sample",
            "early_stopping",
            "encoder_no_repeat_ngram_size",
            "encoder_repetition_penalty",
            "eos_token_id",
            "exponential_decay_length_penalty",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "length_penalty",
            "max_length",
            "max_new_tokens",
            "min_length",
            "min_new_tokens",
            "min_p",
            "no_repeat_ngram_size",
            "num_beams",
            "num_return_sequences",
            "renormalize_logits",
            "repetition_penalty",
            "sequence_bias",
            "stop_strings",
            "suppress_tokens",
            "temperature",
            "top_k",
            "top_p",
            "typical_p");

    /** Settings that change no token: how transformers computes, and what it returns beside the text. */
    static final Set<String> WITHOUT_EFFECT = Set.of(
            "_from_model_config",
            "assistant_confidence_threshold",
            "assistant_early_exit",
            "assistant_lookbehind",
            "cache_config",
            "cache_implementation",
            "compile_config",
            "disable_compile",
            "low_memory",
            "max_matching_ngram_size",
            "num_assistant_tokens",
            "num_assistant_tokens_schedule",
            "output_attentions",
            "output_hidden_states",
            "output_logits",
            "output_scores",
            "pad_token_id", // rows are cut at their ends, and what fills inputs up is never seen
            "prefill_chunk_size",
            "prompt_lookup_num_tokens",
            "return_dict_in_generate",
            "return_legacy_cache",
            "target_lookbehind",
            "transformers_version",
            "use_cache");

    // Values at which a setting that is not followed does nothing, where that is neither null, false nor empty.
    private static final Map<String, Double> AT_REST = Map.of(
            "diversity_penalty", 0.0,
            "epsilon_cutoff", 0.0,
            "eta_cutoff", 0.0,
            "guidance_scale", 1.0,
            "num_beam_groups", 1.0,
            "penalty_alpha", 0.0,
            "top_h", 1.0);

    private TransformersSettings() {}

    /** Whether a setting of that name is followed. */
    public static boolean follows(String name) {
        return FOLLOWED.contains(name);
    }

    /** Whether a setting of that name changes no token, here as in transformers. */
    public static boolean isWithoutEffect(String name) {
        return WITHOUT_EFFECT.contains(name);
    }

    /** Names of what would change a text in transformers, or is unknown, and is not followed. */
    static List<String> ignored(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.properties().forEach(setting -> {
            String name = setting.getKey();
            if (!follows(name) && !isWithoutEffect(name) && !rests(name, setting.getValue())) {
                names.add(name);
            }
        });
        return names;
    }

    private static boolean rests(String name, JsonNode value) {
        Double rest = AT_REST.get(name);
        boolean nothing = value.isNull() || (value.isBoolean() && !value.asBoolean());
        boolean empty = value.isContainerNode() && value.isEmpty();
        return nothing || empty || (rest != null && value.isNumber() && value.asDouble() == rest);
    }
}
