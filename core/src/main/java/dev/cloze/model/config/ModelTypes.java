package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.BiFunction;

/** The networks there are, by the names of their types. */
final class ModelTypes {

    private static final String T5_READER = "t5-encoder";

    static final Map<String, BiFunction<JsonNode, String, ModelConfig>> ALL = Map.ofEntries(
            Map.entry("t5", T5Config::parse),
            Map.entry("mt5", T5Config::parse),
            Map.entry("umt5", T5Config::parse),
            Map.entry(T5_READER, T5ReaderConfig::parse),
            Map.entry(SwitchConfigJson.MODEL_TYPE, SwitchConfig::parse),
            Map.entry("bert", BertConfig::parse),
            Map.entry("bart", BartConfig::parse),
            Map.entry("cpt", CptConfig::parse),
            Map.entry("gpt2", Gpt2Config::parse),
            Map.entry("vlm", VlmConfig::parse));

    private ModelTypes() {}

    /** The type that a {@code config.json} stands for. CPT's calls itself BART, VLM's GPT-2, a T5's encoder T5; their classes tell them apart. */
    static String of(JsonNode json, String place) {
        String architecture = json.path("architectures").path(0).asText();
        if (architecture.startsWith("CPT")) {
            return "cpt";
        }
        if (architecture.endsWith(T5ReaderConfig.CLASS)) {
            return T5_READER;
        }
        return architecture.equals(VlmConfig.MODEL_CLASS)
                ? "vlm"
                : new ConfigJson(json, place).text("model_type", "t5");
    }
}
