package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.nn.attention.Attention;
import java.util.Locale;

/**
 * The shape of a T5's encoder alone, as the {@code config.json} of transformers' {@code T5EncoderModel} says it.
 *
 * @param whole the model it was cut from; what it says of a decoder and a head is not there
 */
public record T5ReaderConfig(T5Config whole) implements ModelConfig {

    /** How the names of its classes end: T5EncoderModel, MT5EncoderModel, UMT5EncoderModel. */
    static final String CLASS = "T5EncoderModel";

    /** Reads a Hugging Face {@code config.json}; {@code place} is named in refusals. */
    public static T5ReaderConfig parse(JsonNode json, String place) {
        return new T5ReaderConfig(T5Config.parse(json, place));
    }

    @Override
    public Vocab vocabulary() {
        return whole.vocabulary();
    }

    /** As its folder says: it has no head. */
    @Override
    public boolean tied() {
        return whole.tied();
    }

    @Override
    public Blocks blocks() {
        T5Config.Shape shape = whole.shape();
        return new Blocks(1, shape.encoderLayers(), new Attention.Heads(shape.heads(), shape.dKv()), shape.dModel());
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = whole.toJson().put("is_encoder_decoder", false).put("use_cache", false);
        json.putArray("architectures").add(whole.family().modelType().toUpperCase(Locale.ROOT) + "EncoderModel");
        return json;
    }
}
