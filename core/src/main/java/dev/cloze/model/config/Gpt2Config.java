package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Rule;
import dev.cloze.nn.Activation;
import dev.cloze.nn.attention.Attention;
import dev.cloze.text.Vocabulary;
import java.util.Optional;

/** The shape of a GPT-2, as its {@code config.json} says it; a text begins after {@code decoderStart}. A preset is {@link #small}. */
@Doc(
        name = "gpt2",
        value =
                "A GPT-2 with random weights: it continues texts; of an example it reads the inputs and writes the targets.")
public record Gpt2Config(
        @Doc(name = "rows", value = "Rows of the embedding; auto rounds the tokenizer's ids up to a multiple of 128.")
        Vocab vocabulary,

        @Inline BertConfig.Shape shape,

        @Doc(value = "Most tokens of a text, inputs and targets together.", unit = "tokens")
        int positions,

        @Doc("The bend of the feed-forward layers: relu, gelu, gelu_new, silu, quick_gelu or tanh.")
        Activation activation,

        @Inline Scaling scaling,
        @Doc("Added under the root of every norm.") double epsilon,

        @Doc(name = "dropout", value = "Share of activations dropped while training.")
        double dropoutRate,

        @Doc(name = "tied-head", value = "Whether the embedding is also the output layer.")
        boolean tied)
        implements ModelConfig, InitialModel {

    public static final double INITIAL_DEVIATION = 0.02;

    private static final int MOST_LAYERS = 1024;
    private static final int END_OF_TEXT = 50_256;

    /** Checks the ranges. */
    public Gpt2Config {
        Sizes.positive("positions", positions);
        Rule.notNegative("epsilon", epsilon);
        Sizes.share("dropout", dropoutRate);
    }

    /** What attention scores are divided by. */
    public record Scaling(
            @Doc(name = "scaled-by-width", value = "Whether scores are divided by the root of a head's width.")
            boolean byWidth,

            @Doc(
                    name = "scaled-by-layer",
                    value = "Whether scores are divided by the number of the layer, counted from 1.")
            boolean byLayer) {

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
        int eos = config.id("eos_token_id", vocab, end);
        return new Gpt2Config(
                new Vocab(
                        vocab,
                        new T5Config.Ids(
                                config.integer("pad_token_id", 0, vocab - 1, eos),
                                eos,
                                config.integer("bos_token_id", 0, vocab - 1, end))),
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
                config.truth("tie_word_embeddings", true));
    }

    /** GPT-2 small: 124 million weights. */
    public static Gpt2Config small() {
        return new Gpt2Config(
                new Vocab(50_257, new T5Config.Ids(END_OF_TEXT, END_OF_TEXT, END_OF_TEXT)),
                new BertConfig.Shape(768, 3072, 12, 12),
                1024,
                Activation.GELU_NEW,
                new Scaling(true, false),
                1e-5,
                0.1,
                true);
    }

    @Override
    public Optional<ModelConfig> shape(Vocabulary tokenizer) {
        return Optional.of(new Gpt2Config(
                vocabulary.of(tokenizer), shape, positions, activation, scaling, epsilon, dropoutRate, tied));
    }

    @Override
    public double forwardFlops(long source, long target) {
        return ForwardCost.decoderOnly(shape, vocab(), source, target);
    }

    @Override
    public Blocks blocks() {
        return new Blocks(1, shape.layers(), shape.evenHeads(), shape.dModel());
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add("GPT2LMHeadModel");
        return json.put("model_type", "gpt2")
                .put("vocab_size", vocab())
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
                .put("bos_token_id", ids().decoderStart())
                .put("eos_token_id", ids().eos())
                .put("pad_token_id", ids().pad())
                .put("tie_word_embeddings", tied);
    }
}
