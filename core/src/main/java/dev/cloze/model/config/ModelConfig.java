package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.tensor.NamedTensors;
import java.util.Optional;

/** The shape of any network, as its {@code config.json} says it. */
public sealed interface ModelConfig
        permits T5Config, T5ReaderConfig, SwitchConfig, BertConfig, BartConfig, CptConfig, Gpt2Config, VlmConfig {

    /** Reads a Hugging Face {@code config.json} of any model type there is; {@code place} is named in refusals. */
    static ModelConfig parse(JsonNode json, String place) {
        String type = ModelTypes.of(json, place);
        return Optional.ofNullable(ModelTypes.ALL.get(type))
                .orElseThrow(() -> Refusal.at(place, "model_type '%s' is not supported", type))
                .apply(json, place);
    }

    /** Whether there is a network of that type. */
    static boolean known(JsonNode json, String place) {
        return ModelTypes.ALL.containsKey(ModelTypes.of(json, place));
    }

    /** This shape as far as {@code file} does not say otherwise: some configs are wrong about their own weights. */
    default ModelConfig fitted(NamedTensors file) {
        return this;
    }

    /** Whether the head is the embedding under another name, unless a file holds another one. */
    default boolean tied() {
        return true;
    }

    /** Whether the folder that is written leaves the head out, as it is the embedding. */
    default boolean tiedInFiles() {
        return tied();
    }

    /** Rows of the embedding and reserved ids. */
    Vocab vocabulary();

    /** Rows of the embedding. */
    default int vocab() {
        return vocabulary().rows();
    }

    /** Reserved ids. */
    default T5Config.Ids ids() {
        return vocabulary().ids();
    }

    /** Its blocks, as far as they write. */
    Blocks blocks();

    /** Whether a run that goes on from this model changes the weight of that name. */
    default boolean learns(String name) {
        return true;
    }

    /**
     * What a forward pass of one example costs in floating-point operations, 0 where that is not known: products of matrices
     * only, a multiplication and an addition counted as two.
     */
    default double forwardFlops(long source, long target) {
        return 0;
    }

    /** The {@code config.json} that is read here as this shape again. */
    ObjectNode toJson();

    /** The {@code config.json} that Hugging Face's transformers reads as this model, in its versions 4 and 5. */
    default ObjectNode toTransformersJson() {
        return toJson().put("tie_word_embeddings", tiedInFiles());
    }
}
