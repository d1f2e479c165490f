package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.model.Gpt2;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Attention;

/**
 * The shape of a GPT-2, as its {@code config.json} says it.
 *
 * @param vocab rows of the embedding
 * @param shape widths and depth
 * @param positions most tokens in a text
 * @param activation the bend of the feed-forward layers
 * @param scaling what scores are divided by
 * @param epsilon added under the root of every norm
 * @param dropoutRate the rate used in training
 * @param tied whether the head is the embedding
 * @param ids reserved ids; a text begins after {@code decoderStart}
 */
public record Gpt2Config(
        int vocab,
        BertConfig.Shape shape,
        int positions,
        Activation activation,
        Scaling scaling,
        double epsilon,
        double dropoutRate,
        boolean tied,
        T5Config.Ids ids)
        implements ModelConfig {

    public static final double INITIAL_DEVIATION = 0.02;

    private static final int MOST_LAYERS = 1024;
    private static final int END_OF_TEXT = 50_256;

    /** Checks that the heads divide the width. */
    public Gpt2Config {
        Attention.Heads.of(shape.dModel(), shape.heads());
    }

    /**
     * What attention scores are divided by.
     *
     * @param byWidth the root of a head's width
     * @param byLayer the number of the layer, counted from 1
     */
    public record Scaling(boolean byWidth, boolean byLayer) {

        public double of(Attention.Heads heads, int layer) {
            return (byWidth ? heads.scale() : 1) / (byLayer ? layer + 1 : 1);
        }
    }

    /** Reads a Hugging Face {@code config.json}; {@code place} is named in refusals. */
    public static Gpt2Config parse(JsonNode json, String place) {
        ConfigJson config = new ConfigJson(json, place);
        int vocab = config.size("vocab_size");
        int dModel = config.size("n_embd");
        int end = Math.min(END_OF_TEXT, vocab - 1);
        int eos = config.integer("eos_token_id", 0, vocab - 1, end);
        return new Gpt2Config(
                vocab,
                new BertConfig.Shape(
                        dModel,
                        config.integer("n_inner", 1, 1 << 24, 4 * dModel),
                        config.heads("n_head", dModel),
                        config.size("n_layer", MOST_LAYERS)),
                config.size("n_positions"),
                Activation.parse(place + ": activation_function", config.text("activation_function", "gelu_new")),
                new Scaling(
                        config.truth("scale_attn_weights", true),
                        config.truth("scale_attn_by_inverse_layer_idx", false)),
                config.number("layer_norm_epsilon", 0, 1, 1e-5),
                config.number("resid_pdrop", 0, 0.999, 0.1),
                config.truth("tie_word_embeddings", true),
                new T5Config.Ids(
                        config.integer("pad_token_id", 0, vocab - 1, eos),
                        eos,
                        config.integer("bos_token_id", 0, vocab - 1, end)));
    }

    @Override
    public double forwardFlops(long source, long target) {
        return ForwardCost.decoderOnly(shape, vocab, source, target);
    }

    @Override
    public Blocks blocks() {
        return new Blocks(1, shape.layers(), shape.evenHeads(), shape.dModel());
    }

    @Override
    public Gpt2 build(Weights weights) {
        return Gpt2.build(this, weights);
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add("GPT2LMHeadModel");
        return json.put("model_type", "gpt2")
                .put("vocab_size", vocab)
                .put("n_positions", positions)
                .put("n_ctx", positions)
                .put("n_embd", shape.dModel())
                .put("n_layer", shape.layers())
                .put("n_head", shape.heads())
                .put("n_inner", shape.dFf())
                .put("activation_function", activation.configName())
                .put("scale_attn_weights", scaling.byWidth())
                .put("scale_attn_by_inverse_layer_idx", scaling.byLayer())
                .put("layer_norm_epsilon", epsilon)
                .put("resid_pdrop", dropoutRate)
                .put("embd_pdrop", dropoutRate)
                .put("attn_pdrop", dropoutRate)
                .put("initializer_range", INITIAL_DEVIATION)
                .put("bos_token_id", ids.decoderStart())
                .put("eos_token_id", ids.eos())
                .put("pad_token_id", ids.pad())
                .put("tie_word_embeddings", tied);
    }
}
