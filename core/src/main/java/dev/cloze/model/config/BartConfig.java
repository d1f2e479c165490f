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
import java.util.OptionalInt;

/** The shape of a BART, as its {@code config.json} says it. A preset is {@link #base}. */
@Doc(
        name = "bart",
        value = "A BART with random weights: it reads damaged text and writes it whole (Lewis et al. 2020).")
public record BartConfig(
        @Doc(name = "rows", value = "Rows of the embedding; auto rounds the tokenizer's ids up to a multiple of 128.")
        Vocab vocabulary,

        @Inline Shape shape,

        @Doc(value = "Most tokens of a text.", unit = "tokens")
        int positions,

        @Doc("The bend of the feed-forward layers: relu, gelu, gelu_new, silu, quick_gelu or tanh.")
        Activation activation,

        @Doc(name = "scaled-embedding", value = "Whether words' vectors are multiplied by the root of d-model.")
        boolean scaled,

        @Doc(name = "initial-deviation", value = "Standard deviation of the first weights.")
        double deviation,

        @Doc(name = "dropout", value = "Share of activations dropped while training.")
        double dropoutRate,

        @Doc(name = "tied-head", value = "Whether the embedding is also the output layer; a CPT's is.")
        boolean tied)
        implements ModelConfig, InitialModel {

    private static final int MOST_LAYERS = 1024;

    /** Checks the ranges. */
    public BartConfig {
        Sizes.positive("positions", positions);
        Rule.notNegative("deviation", deviation);
        Sizes.share("dropout", dropoutRate);
    }

    /** Widths and depths. */
    public record Shape(
            @Doc(value = "Width of the residual stream.", unit = "values")
            int dModel,

            @Doc(value = "Inner width of the feed-forward layers.", unit = "values")
            int dFf,

            @Doc("Attention heads of a layer, which share d-model.")
            int heads,

            @Doc("Layers that read; in a CPT those of the understanding decoder among them.")
            int encoderLayers,

            @Doc(
                    "Layers that write; in a CPT those of the understanding decoder, and as many of the generation decoder.")
            int decoderLayers,

            @Doc(value = "Inner width of the feed-forward layers that write; auto takes d-ff.", unit = "values")
            OptionalInt decoderFf,

            @Doc("Attention heads of the layers that write; auto takes heads.")
            OptionalInt decoderHeads) {

        /** Checks that the heads divide the width, and leaves out what both halves share. */
        public Shape {
            Sizes.positive("d-model", dModel);
            Sizes.positive("d-ff", dFf);
            Sizes.positive("encoder-layers", encoderLayers);
            Sizes.positive("decoder-layers", decoderLayers);
            Sizes.heads("heads", heads, dModel);
            decoderFf.ifPresent(own -> Sizes.positive("decoder-ff", own));
            decoderHeads.ifPresent(own -> Sizes.heads("decoder-heads", own, dModel));
            decoderFf = other(decoderFf, dFf);
            decoderHeads = other(decoderHeads, heads);
        }

        /** With the same blocks in both halves. */
        public static Shape of(int dModel, Stack encoder, Stack decoder) {
            return new Shape(
                    dModel,
                    encoder.dFf(),
                    encoder.heads(),
                    encoder.layers(),
                    decoder.layers(),
                    OptionalInt.of(decoder.dFf()),
                    OptionalInt.of(decoder.heads()));
        }

        private static OptionalInt other(OptionalInt own, int shared) {
            return own.isPresent() && own.getAsInt() == shared ? OptionalInt.empty() : own;
        }
    }

    /**
     * The blocks of one half.
     *
     * @param layers how many there are
     * @param heads heads of each
     * @param dFf width inside their feed-forward layers
     */
    public record Stack(int layers, int heads, int dFf) {}

    /** The encoder's blocks. */
    public Stack encoder() {
        return new Stack(shape.encoderLayers(), shape.heads(), shape.dFf());
    }

    /** The decoder's blocks. */
    public Stack decoder() {
        return new Stack(
                shape.decoderLayers(),
                shape.decoderHeads().orElse(shape.heads()),
                shape.decoderFf().orElse(shape.dFf()));
    }

    /** Width of the stream. */
    public int dModel() {
        return shape.dModel();
    }

    /** Reads a Hugging Face {@code config.json}; {@code place} is named in refusals. */
    public static BartConfig parse(JsonNode json, String place) {
        ConfigJson config = new ConfigJson(json, place);
        int vocab = config.size("vocab_size");
        int dModel = config.size("d_model");
        int eos = config.id("eos_token_id", vocab, Math.min(2, vocab - 1));
        return new BartConfig(
                new Vocab(
                        vocab,
                        new T5Config.Ids(
                                config.integer("pad_token_id", 0, vocab - 1, Math.min(1, vocab - 1)),
                                eos,
                                config.integer("decoder_start_token_id", 0, vocab - 1, eos))),
                Shape.of(dModel, stack(config, "encoder", dModel), stack(config, "decoder", dModel)),
                config.size("max_position_embeddings"),
                Activation.parse(place + ": activation_function", config.text("activation_function", "gelu")),
                config.truth("scale_embedding", false),
                config.number("init_std", 0, 1e3, 0.02),
                config.number("dropout", 0, 0.999, 0.1),
                config.truth("tie_word_embeddings", true));
    }

    /** BART base: 139 million weights. */
    public static BartConfig base() {
        return new BartConfig(
                new Vocab(50_265, new T5Config.Ids(1, 2, 2)),
                Shape.of(768, new Stack(6, 12, 3072), new Stack(6, 12, 3072)),
                1024,
                Activation.GELU,
                false,
                0.02,
                0.1,
                true);
    }

    @Override
    public Optional<ModelConfig> shape(Vocabulary tokenizer) {
        return Optional.of(withVocabulary(vocabulary.of(tokenizer)));
    }

    BartConfig withVocabulary(Vocab other) {
        return new BartConfig(other, shape, positions, activation, scaled, deviation, dropoutRate, tied);
    }

    /** This shape with another output layer. */
    BartConfig withTied(boolean other) {
        return new BartConfig(vocabulary, shape, positions, activation, scaled, deviation, dropoutRate, other);
    }

    private static Stack stack(ConfigJson config, String half, int dModel) {
        return new Stack(
                config.size(half + "_layers", MOST_LAYERS),
                config.heads(half + "_attention_heads", dModel),
                config.size(half + "_ffn_dim"));
    }

    @Override
    public double forwardFlops(long source, long target) {
        return cost(shape.encoderLayers()).of(source, target);
    }

    /** The cost with that many blocks that read. */
    ForwardCost.EncoderDecoder cost(int encoderLayers) {
        return new ForwardCost.EncoderDecoder(
                dModel(),
                dModel(),
                new ForwardCost.Half(encoderLayers, 2.0 * dModel() * encoder().dFf()),
                new ForwardCost.Half(
                        decoder().layers(), 2.0 * dModel() * decoder().dFf()),
                vocab());
    }

    @Override
    public Blocks blocks() {
        return new Blocks(
                2, shape.decoderLayers(), Attention.Heads.of(dModel(), decoder().heads()), dModel());
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add("BartForConditionalGeneration");
        json.put("model_type", "bart").put("vocab_size", vocab()).put("d_model", dModel());
        write(encoder(), "encoder", json);
        write(decoder(), "decoder", json);
        return json.put("max_position_embeddings", positions)
                .put("activation_function", activation.configName())
                .put("scale_embedding", scaled)
                .put("init_std", deviation)
                .put("dropout", dropoutRate)
                .put("attention_dropout", dropoutRate)
                .put("activation_dropout", dropoutRate)
                .put("pad_token_id", ids().pad())
                .put("eos_token_id", ids().eos())
                .put("decoder_start_token_id", ids().decoderStart())
                .put("is_encoder_decoder", true)
                .put("tie_word_embeddings", tied);
    }

    private static void write(Stack stack, String half, ObjectNode json) {
        json.put(half + "_layers", stack.layers())
                .put(half + "_attention_heads", stack.heads())
                .put(half + "_ffn_dim", stack.dFf());
    }
}
