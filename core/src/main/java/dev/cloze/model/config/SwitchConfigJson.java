package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Capacity;
import dev.cloze.nn.Experts;

/** A Switch Transformer's {@code config.json}, both ways. */
final class SwitchConfigJson {

    static final String MODEL_TYPE = "switch_transformers";

    private static final int MOST_EXPERTS = 1 << 16;
    private static final int MOST_TOKENS = 1 << 24;
    private static final int MOST_LAYERS = 1024;

    // More tokens than any row has: who turns no token away does not do so in transformers either.
    private static final int UNBOUNDED = 1 << 20;

    private SwitchConfigJson() {}

    static SwitchConfig parse(JsonNode json, String place) {
        ConfigJson config = new ConfigJson(json, place);
        String type = config.text("model_type", MODEL_TYPE);
        if (!type.equals(MODEL_TYPE)) {
            throw Refusal.at(place, "model_type must be %s, got '%s'", MODEL_TYPE, type);
        }
        Activation activation = Activation.parse(place + ": dense_act_fn", config.text("dense_act_fn", "relu"));
        boolean gated = config.truth("is_gated_act", false);
        T5Config base = T5ConfigJson.parse(config, T5Config.Family.T5, new T5Config.FeedForwardKind(activation, gated));
        int sparseEncoder = config.integer("num_sparse_encoder_layers", 0, MOST_LAYERS, 3);
        int sparseDecoder = config.integer("num_sparse_decoder_layers", 0, MOST_LAYERS, 3);
        T5Config whole = base.withDecoderLayers(Math.max(base.shape().decoderLayers(), sparseDecoder));
        return new SwitchConfig(
                whole,
                sparse(whole.shape(), sparseEncoder, sparseDecoder),
                routing(config),
                new SwitchConfig.RouterLosses(
                        config.number("router_z_loss_coef", 0, 1e6, 0.001),
                        config.number("router_aux_loss_coef", 0, 1e6, 0.001),
                        false));
    }

    // switch-c-2048 says 12 decoder blocks of which 15 have experts; its weights are those of 15.
    private static SwitchConfig.SparseLayers sparse(T5Config.Shape shape, int encoder, int decoder) {
        return new SwitchConfig.SparseLayers(
                Math.min(encoder, shape.encoderLayers()),
                Math.min(decoder, shape.decoderLayers()),
                SwitchConfig.Layout.SECOND_OF_GROUP);
    }

    private static Experts.Routing routing(ConfigJson config) {
        return new Experts.Routing(
                config.integer("num_experts", 1, MOST_EXPERTS, 8),
                Capacity.DROPLESS,
                new Capacity.PerRow(config.integer("expert_capacity", 1, MOST_TOKENS, 64)),
                config.number("router_jitter_noise", 0, 0.999, 0.01),
                config.truth("router_bias", false));
    }

    static ObjectNode write(SwitchConfig config, ObjectNode json) {
        json.putArray("architectures").add("SwitchTransformersForConditionalGeneration");
        json.put("model_type", MODEL_TYPE);
        T5ConfigJson.writeShared(config.base(), json);
        if (config.base().head().scaled() == config.tied()) {
            json.remove("scale_decoder_outputs"); // What transformers does of itself.
        }
        json.put("dense_act_fn", config.base().feedForward().activation().configName());
        json.put("is_gated_act", config.base().feedForward().gated());
        json.put("num_sparse_encoder_layers", config.encoder().sparse());
        json.put("num_sparse_decoder_layers", config.decoder().sparse());
        json.put("encoder_sparse_step", config.encoder().step());
        json.put("decoder_sparse_step", config.decoder().step());
        writeRouting(config.routing(), json);
        json.put("router_z_loss_coef", config.losses().z());
        json.put("router_aux_loss_coef", config.losses().balance());
        return json;
    }

    private static void writeRouting(Experts.Routing routing, ObjectNode json) {
        json.put("num_experts", routing.experts());
        if (routing.inference() instanceof Capacity.PerRow limit) {
            json.put("expert_capacity", limit.each());
        } else if (routing.inference() instanceof Capacity.Dropless) {
            json.put("expert_capacity", UNBOUNDED);
        }
        json.put("router_jitter_noise", routing.jitter());
        json.put("router_bias", routing.biased());
        json.put("router_dtype", "float32");
        json.put("router_ignore_padding_tokens", false);
        json.put("add_router_probs", false);
    }
}
