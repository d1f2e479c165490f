package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Doc;
import dev.cloze.nn.Activation;
import dev.cloze.nn.attention.Attention;

/**
 * The shape of a BERT, as its {@code config.json} says it.
 *
 * @param vocabulary rows of the embedding and reserved ids, of which BERT has padding alone
 * @param shape widths and depth
 * @param positions most tokens in a text
 * @param types kinds of segments
 * @param activation the bend of the feed-forward layers
 * @param epsilon added under the root of every norm
 * @param dropoutRate the rate used in training
 * @param tied whether the embedding is the head's matrix, too
 */
public record BertConfig(
        Vocab vocabulary,
        Shape shape,
        int positions,
        int types,
        Activation activation,
        double epsilon,
        double dropoutRate,
        boolean tied)
        implements ModelConfig {

    public static final double INITIAL_DEVIATION = 0.02;

    private static final int MOST_LAYERS = 1024;

    /** Widths and depth. */
    public record Shape(
            @Doc(value = "Width of the residual stream.", unit = "values")
            int dModel,

            @Doc(value = "Inner width of the feed-forward layers.", unit = "values")
            int dFf,

            @Doc("Attention heads of a layer, which share d-model.")
            int heads,

            @Doc("Layers.") int layers) {

        /** Checks that there is some of each, and that the heads divide the width. */
        public Shape {
            Sizes.positive("d-model", dModel);
            Sizes.positive("d-ff", dFf);
            Sizes.heads("heads", heads, dModel);
            Sizes.positive("layers", layers);
        }

        /** The heads, each with its share of the width. */
        public Attention.Heads evenHeads() {
            return Attention.Heads.of(dModel, heads);
        }
    }

    /** Reads a Hugging Face {@code config.json}; {@code place} is named in refusals. */
    public static BertConfig parse(JsonNode json, String place) {
        ConfigJson config = new ConfigJson(json, place);
        int vocab = config.size("vocab_size");
        int dModel = config.size("hidden_size");
        return new BertConfig(
                vocabulary(vocab, config.integer("pad_token_id", 0, vocab - 1, 0)),
                new Shape(
                        dModel,
                        config.size("intermediate_size"),
                        config.heads("num_attention_heads", dModel),
                        config.size("num_hidden_layers", MOST_LAYERS)),
                config.size("max_position_embeddings"),
                config.integer("type_vocab_size", 1, vocab, 2),
                Activation.parse(place + ": hidden_act", config.text("hidden_act", "gelu")),
                config.number("layer_norm_eps", 0, 1, 1e-12),
                config.number("hidden_dropout_prob", 0, 0.999, 0.1),
                config.truth("tie_word_embeddings", true));
    }

    /** BERT has no decoder: it begins and ends nowhere, and only its padding is reserved. */
    static Vocab vocabulary(int size, int pad) {
        return new Vocab(size, new T5Config.Ids(pad, pad, pad));
    }

    /** The transform before the head and the head itself are computed where there is something to tell. */
    @Override
    public double forwardFlops(long source, long target) {
        return ForwardCost.encoderOnly(shape, vocab(), source, target);
    }

    @Override
    public Blocks blocks() {
        return new Blocks(1, shape.layers(), shape.evenHeads(), shape.dModel());
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add("BertForMaskedLM");
        return json.put("model_type", "bert")
                .put("vocab_size", vocab())
                .put("hidden_size", shape.dModel())
                .put("intermediate_size", shape.dFf())
                .put("num_attention_heads", shape.heads())
                .put("num_hidden_layers", shape.layers())
                .put("max_position_embeddings", positions)
                .put("type_vocab_size", types)
                .put("hidden_act", activation.configName())
                .put("layer_norm_eps", epsilon)
                .put("hidden_dropout_prob", dropoutRate)
                .put("attention_probs_dropout_prob", dropoutRate)
                .put("initializer_range", INITIAL_DEVIATION)
                .put("pad_token_id", ids().pad())
                .put("tie_word_embeddings", tied);
    }
}
