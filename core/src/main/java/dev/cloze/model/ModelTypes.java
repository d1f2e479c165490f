package dev.cloze.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.BiFunction;

/** The networks there are, by the names of their types. */
final class ModelTypes {

    static final Map<String, BiFunction<JsonNode, String, ModelConfig>> ALL = Map.of(
            "t5",
            T5Config::parse,
            "mt5",
            T5Config::parse,
            "umt5",
            T5Config::parse,
            SwitchConfigJson.MODEL_TYPE,
            SwitchConfig::parse,
            "bert",
            BertConfig::parse,
            "bart",
            BartConfig::parse,
            "gpt2",
            Gpt2Config::parse);

    private ModelTypes() {}

    /** The type that a {@code config.json} stands for. CPT's calls itself BART, VLM's GPT-2; their classes tell them apart. */
    static String of(JsonNode json, String place) {
        String architecture = json.path("architectures").path(0).asText();
        if (architecture.startsWith("CPT")) {
            return "cpt";
        }
        return architecture.equals("VLM") ? "vlm" : new ConfigJson(json, place).text("model_type", "t5");
    }
}
