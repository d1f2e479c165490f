package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The tokenizer classes of transformers that are known here, with the special tokens that they name where a folder does not. */
enum TokenizerClass {
    T5(100),
    BYT5(125),
    GPT2(0),
    BART(0),
    BERT(0),
    OTHER(0);

    private static final Map<String, TokenizerClass> BY_MODEL = Map.of(
            "t5", T5,
            "mt5", T5,
            "umt5", T5,
            "switch_transformers", T5,
            "gpt2", GPT2,
            "bart", BART,
            "roberta", BART,
            "bert", BERT,
            "cpt", BERT);

    private static final Map<String, String> BYTES =
            Map.of("eos_token", "</s>", "unk_token", "<unk>", "pad_token", "<pad>");
    private static final Map<TokenizerClass, Map<String, String>> NAMED = Map.of(
            T5,
            BYTES,
            BYT5,
            BYTES,
            GPT2,
            Map.of(
                    "bos_token", "<|endoftext|>",
                    "eos_token", "<|endoftext|>",
                    "unk_token", "<|endoftext|>"),
            BART,
            Map.of(
                    "bos_token", "<s>",
                    "eos_token", "</s>",
                    "unk_token", "<unk>",
                    "sep_token", "</s>",
                    "pad_token", "<pad>",
                    "cls_token", "<s>",
                    "mask_token", "<mask>"),
            BERT,
            Map.of(
                    "unk_token", "[UNK]",
                    "sep_token", "[SEP]",
                    "pad_token", "[PAD]",
                    "cls_token", "[CLS]",
                    "mask_token", "[MASK]"));

    private final int sentinels;

    TokenizerClass(int sentinels) {
        this.sentinels = sentinels;
    }

    /** What the configurations of a tokenizer and of the model beside it say. */
    static TokenizerClass of(JsonNode tokenizer, JsonNode model) {
        String said = tokenizer.path("tokenizer_class").asText("");
        String name = said.isEmpty() ? model.path("tokenizer_class").asText("") : said;
        return name.isEmpty() || name.startsWith("null")
                ? BY_MODEL.getOrDefault(model.path("model_type").asText(""), OTHER)
                : byName(name);
    }

    private static TokenizerClass byName(String name) {
        return switch (name.endsWith("Fast") ? name.substring(0, name.length() - 4) : name) {
            case "T5Tokenizer", "MT5Tokenizer" -> T5;
            case "ByT5Tokenizer" -> BYT5;
            case "GPT2Tokenizer" -> GPT2;
            case "BartTokenizer", "RobertaTokenizer" -> BART;
            case "BertTokenizer" -> BERT;
            default -> OTHER;
        };
    }

    /** The content of {@code eos_token} and its like, empty where there is none. */
    String named(String key) {
        return NAMED.getOrDefault(this, Map.of()).getOrDefault(key, "");
    }

    /** How many sentinels it has where a folder does not say. */
    int sentinels() {
        return sentinels;
    }

    /** All names of special tokens, in the order in which they are added. */
    static List<String> names() {
        return List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");
    }
}
