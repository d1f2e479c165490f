package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.model.Bart;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Attention;

/**
 * The shape of a BART, as its {@code config.json} says it.
 *
 * @param vocab rows of the embedding
 * @param dModel width of the stream
 * @param encoder the encoder's blocks
 * @param decoder the decoder's blocks
 * @param positions most tokens in a text
 * @param activation the bend of the feed-forward layers
 * @param scaled whether word embeddings are multiplied by {@code √dModel}
 * @param deviation the standard deviation of first values
 * @param dropoutRate the rate used in training
 * @param ids reserved ids
 */
public record BartConfig(
        int vocab,
        int dModel,
        Stack encoder,
        Stack decoder,
        int positions,
        Activation activation,
        boolean scaled,
        double deviation,
        double dropoutRate,
        T5Config.Ids ids)
        implements ModelConfig {

    private static final int MOST_LAYERS = 1024;

    /** Checks that the heads divide the width. */
    public BartConfig {
        Attention.Heads.of(dModel, encoder.heads());
        Attention.Heads.of(dModel, decoder.heads());
    }

    /**
     * The blocks of one half.
     *
     * @param layers how many there are
     * @param heads heads of each
     * @param dFf width inside their feed-forward layers
     */
    public record Stack(int layers, int heads, int dFf) {}

    /** Reads a Hugging Face {@code config.json}; {@code place} is named in refusals. */
    public static BartConfig parse(JsonNode json, String place) {
        ConfigJson config = new ConfigJson(json, place);
        int vocab = config.size("vocab_size");
        int dModel = config.size("d_model");
        int eos = config.integer("eos_token_id", 0, vocab - 1, Math.min(2, vocab - 1));
        return new BartConfig(
                vocab,
                dModel,
                stack(config, "encoder", dModel),
                stack(config, "decoder", dModel),
                config.size("max_position_embeddings"),
                Activation.parse(place + ": activation_function", config.text("activation_function", "gelu")),
                config.truth("scale_embedding", false),
                config.number("init_std", 0, 1e3, 0.02),
                config.number("dropout", 0, 0.999, 0.1),
                new T5Config.Ids(
                        config.integer("pad_token_id", 0, vocab - 1, Math.min(1, vocab - 1)),
                        eos,
                        config.integer("decoder_start_token_id", 0, vocab - 1, eos)));
    }

    private static Stack stack(ConfigJson config, String half, int dModel) {
        return new Stack(
                config.size(half + "_layers", MOST_LAYERS),
                config.heads(half + "_attention_heads", dModel),
                config.size(half + "_ffn_dim"));
    }

    @Override
    public double forwardFlops(long source, long target) {
        return cost(encoder.layers()).of(source, target);
    }

    /** The cost with that many blocks that read. */
    ForwardCost.EncoderDecoder cost(int encoderLayers) {
        return new ForwardCost.EncoderDecoder(
                dModel,
                dModel,
                new ForwardCost.Half(encoderLayers, 2.0 * dModel * encoder.dFf()),
                new ForwardCost.Half(decoder.layers(), 2.0 * dModel * decoder.dFf()),
                vocab);
    }

    @Override
    public Blocks blocks() {
        return new Blocks(2, decoder.layers(), Attention.Heads.of(dModel, decoder.heads()), dModel);
    }

    @Override
    public Bart build(Weights weights) {
        return Bart.build(this, weights);
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add("BartForConditionalGeneration");
        json.put("model_type", "bart").put("vocab_size", vocab).put("d_model", dModel);
        write(encoder, "encoder", json);
        write(decoder, "decoder", json);
        return json.put("max_position_embeddings", positions)
                .put("activation_function", activation.configName())
                .put("scale_embedding", scaled)
                .put("init_std", deviation)
                .put("dropout", dropoutRate)
                .put("attention_dropout", dropoutRate)
                .put("activation_dropout", dropoutRate)
                .put("pad_token_id", ids.pad())
                .put("eos_token_id", ids.eos())
                .put("decoder_start_token_id", ids.decoderStart())
                .put("is_encoder_decoder", true)
                .put("tie_word_embeddings", true);
    }

    private static void write(Stack stack, String half, ObjectNode json) {
        json.put(half + "_layers", stack.layers())
                .put(half + "_attention_heads", stack.heads())
                .put(half + "_ffn_dim", stack.dFf());
    }
}
