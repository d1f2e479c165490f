package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import java.util.Arrays;

/** T5's {@code config.json}, both ways. */
final class T5ConfigJson {

    private static final int MOST_LAYERS = 1024;
    private static final int MOST_DISTANCE = 1 << 20;

    private T5ConfigJson() {}

    static T5Config parse(JsonNode json, String place) {
        ConfigJson config = new ConfigJson(json, place);
        T5Config.Family family = family(config);
        return parse(config, family, feedForward(config, family));
    }

    /** What T5 shares with models that differ in their feed-forward layers. */
    static T5Config parse(ConfigJson config, T5Config.Family family, T5Config.FeedForwardKind feedForward) {
        int layers = config.size("num_layers", MOST_LAYERS);
        int vocab = config.size("vocab_size");
        int pad = config.integer("pad_token_id", 0, vocab - 1, 0);
        return new T5Config(
                family,
                new Vocab(
                        vocab,
                        new T5Config.Ids(
                                pad,
                                config.id("eos_token_id", vocab, 1),
                                config.integer("decoder_start_token_id", 0, vocab - 1, pad))),
                new T5Config.Shape(
                        config.size("d_model"),
                        config.size("d_kv"),
                        config.size("d_ff"),
                        config.size("num_heads", 1 << 16),
                        layers,
                        config.integer("num_decoder_layers", 1, MOST_LAYERS, layers)),
                positions(config),
                feedForward,
                head(config, family),
                config.number("layer_norm_epsilon", 0, 1, 1e-6),
                config.number("dropout_rate", 0, 0.999, 0.1));
    }

    private static T5Config.Family family(ConfigJson config) {
        String type = config.text("model_type", "t5");
        return Arrays.stream(T5Config.Family.values())
                .filter(family -> family.modelType().equals(type))
                .findFirst()
                .orElseThrow(() -> Refusal.at(config.place(), "model_type must be t5, mt5 or umt5, got '%s'", type));
    }

    // Half of a decoder's buckets stand for one distance each; the others must have some to share.
    private static T5Config.Positions positions(ConfigJson config) {
        int buckets = config.integer("relative_attention_num_buckets", 2, MOST_DISTANCE, 32);
        int distance = config.integer("relative_attention_max_distance", 2, MOST_DISTANCE, 128);
        if (buckets % 2 != 0 || distance <= buckets / 2) {
            throw Refusal.at(
                    config.place(),
                    "relative_attention_num_buckets must be even and less than twice relative_attention_max_distance, got %d and %d",
                    buckets,
                    distance);
        }
        return new T5Config.Positions(buckets, distance);
    }

    private static T5Config.FeedForwardKind feedForward(ConfigJson config, T5Config.Family family) {
        String kind = config.text("feed_forward_proj", family == T5Config.Family.T5 ? "relu" : "gated-gelu");
        try {
            return T5Config.FeedForwardKind.parse(kind);
        } catch (Refusal e) {
            throw Refusal.because(e, config.place() + ": feed_forward_proj", "%s", String.valueOf(e.getMessage()));
        }
    }

    // Version 5 of transformers writes scale_decoder_outputs and may say tie_word_embeddings of models with a head of
    // their own; version 4 scales exactly when the head is tied. Version 5's MT5 never scales, and does not say so.
    private static T5Config.Head head(ConfigJson config, T5Config.Family family) {
        boolean tied = config.truth("tie_word_embeddings", family != T5Config.Family.MT5);
        boolean unscaled = family == T5Config.Family.MT5
                && config.text("transformers_version", "").startsWith("5.");
        return new T5Config.Head(tied, config.truth("scale_decoder_outputs", tied && !unscaled));
    }

    static ObjectNode write(T5Config config, ObjectNode json) {
        json.putArray("architectures").add(architecture(config.family()));
        json.put("model_type", config.family().modelType());
        writeFeedForward(config.feedForward(), json);
        return writeShared(config, json);
    }

    /** What T5 shares with models that differ in their feed-forward layers. */
    static ObjectNode writeShared(T5Config config, ObjectNode json) {
        json.put("vocab_size", config.vocab());
        writeShape(config.shape(), json);
        json.put("relative_attention_num_buckets", config.positions().buckets());
        json.put("relative_attention_max_distance", config.positions().maxDistance());
        json.put("tie_word_embeddings", config.head().tied());
        json.put("scale_decoder_outputs", config.head().scaled());
        json.put("layer_norm_epsilon", config.epsilon());
        json.put("dropout_rate", config.dropoutRate());
        json.put("initializer_factor", 1.0);
        json.put("pad_token_id", config.ids().pad());
        json.put("eos_token_id", config.ids().eos());
        json.put("decoder_start_token_id", config.ids().decoderStart());
        json.put("is_encoder_decoder", true);
        json.put("use_cache", true);
        return json;
    }

    private static void writeShape(T5Config.Shape shape, ObjectNode json) {
        json.put("d_model", shape.dModel());
        json.put("d_kv", shape.dKv());
        json.put("d_ff", shape.dFf());
        json.put("num_heads", shape.heads());
        json.put("num_layers", shape.encoderLayers());
        json.put("num_decoder_layers", shape.decoderLayers());
    }

    private static void writeFeedForward(T5Config.FeedForwardKind kind, ObjectNode json) {
        json.put("feed_forward_proj", kind.toString());
        json.put("dense_act_fn", kind.activation().configName());
        json.put("is_gated_act", kind.gated());
    }

    private static String architecture(T5Config.Family family) {
        return switch (family) {
            case T5 -> "T5ForConditionalGeneration";
            case MT5 -> "MT5ForConditionalGeneration";
            case UMT5 -> "UMT5ForConditionalGeneration";
        };
    }
}
