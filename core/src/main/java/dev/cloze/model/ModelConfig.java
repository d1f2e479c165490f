package dev.cloze.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.nn.Weights;

/** The shape of any network, as its {@code config.json} says it. */
public sealed interface ModelConfig permits T5Config, SwitchConfig, BertConfig, BartConfig {

    /** Reads a Hugging Face {@code config.json} of any model type there is; {@code place} is named in refusals. */
    static ModelConfig parse(JsonNode json, String place) {
        String type = new ConfigJson(json, place).text("model_type", "t5");
        return switch (type) {
            case "t5", "mt5", "umt5" -> T5Config.parse(json, place);
            case SwitchConfigJson.MODEL_TYPE -> SwitchConfig.parse(json, place);
            case "bart" -> BartConfig.parse(json, place);
            case "bert" -> BertConfig.parse(json, place);
            default -> throw Refusal.at(place, "model_type '%s' is not supported", type);
        };
    }

    /** Rows of the embedding. */
    int vocab();

    /** Reserved ids. */
    T5Config.Ids ids();

    /** The {@code config.json} that Hugging Face's transformers reads as this model. */
    ObjectNode toJson();

    /** The network of that shape, its weights asked for by name. */
    Network build(Weights weights);
}
