package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The files from before there was {@code tokenizer.json}, put into its form: GPT-2's and BERT's. */
final class OlderFiles {

    private static final List<String> BERT_SPECIALS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    private static final String END_OF_TEXT = "<|endoftext|>";

    private OlderFiles() {}

    /** GPT-2's byte-level BPE (Radford et al. 2019, §2.2). */
    static String gpt2(Path vocab, Path merges) {
        ObjectNode model = TokenizerFiles.JSON.createObjectNode();
        model.put("type", "BPE");
        JsonNode ids = TokenizerFiles.tree(text(vocab), vocab.toString());
        model.set("vocab", ids);
        ArrayNode pairs = model.putArray("merges");
        List<String> lines = text(merges).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || (i == 0 && line.startsWith("#version"))) {
                continue;
            }
            int space = line.indexOf(' ');
            if (space <= 0 || space != line.lastIndexOf(' ') || space == line.length() - 1) {
                throw Refusal.at(merges + ": line " + (i + 1), "expected two symbols, got '%s'", line);
            }
            pairs.addArray().add(line.substring(0, space)).add(line.substring(space + 1));
        }
        ObjectNode json = whole(model);
        ObjectNode level = level(json.putObject("pre_tokenizer"));
        level.put("add_prefix_space", false);
        level(json.putObject("decoder")).put("add_prefix_space", true);
        addSpecials(json, List.of(END_OF_TEXT), ids);
        return json.toString();
    }

    private static ObjectNode level(ObjectNode node) {
        return node.put("type", "ByteLevel").put("trim_offsets", true).put("use_regex", true);
    }

    /** BERT's WordPiece (Devlin et al. 2019, §3). */
    static String bert(Path vocab, JsonNode config) {
        ObjectNode model = TokenizerFiles.JSON.createObjectNode();
        model.put("type", "WordPiece").put("unk_token", "[UNK]");
        model.put("continuing_subword_prefix", "##").put("max_input_chars_per_word", 100);
        ObjectNode ids = model.putObject("vocab");
        List<String> lines = text(vocab).lines().toList();
        for (int id = 0; id < lines.size(); id++) {
            ids.put(lines.get(id), id);
        }
        for (String needed : List.of("[UNK]", "[CLS]", "[SEP]")) {
            if (!ids.has(needed)) {
                throw Refusal.at(vocab.toString(), "needs a line %s", needed);
            }
        }
        ObjectNode json = whole(model);
        ObjectNode normalizer = json.putObject("normalizer").put("type", "BertNormalizer");
        normalizer.put("clean_text", true);
        normalizer.put(
                "handle_chinese_chars", config.path("tokenize_chinese_chars").asBoolean(true));
        normalizer.set(
                "strip_accents", config.has("strip_accents") ? config.get("strip_accents") : NullNode.getInstance());
        normalizer.put("lowercase", config.path("do_lower_case").asBoolean(true));
        json.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        json.putObject("decoder").put("type", "WordPiece").put("prefix", "##").put("cleanup", true);
        json.set("post_processor", template(ids));
        addSpecials(json, BERT_SPECIALS, ids);
        return json.toString();
    }

    /** A text stands between {@code [CLS]} and {@code [SEP]}; so does a second one before another {@code [SEP]}. */
    private static ObjectNode template(JsonNode ids) {
        ObjectNode template = TokenizerFiles.JSON.createObjectNode().put("type", "TemplateProcessing");
        ArrayNode single = template.putArray("single");
        ArrayNode pair = template.putArray("pair");
        for (ArrayNode order : List.of(single, pair)) {
            part(order, "SpecialToken", "[CLS]", 0);
            part(order, "Sequence", "A", 0);
            part(order, "SpecialToken", "[SEP]", 0);
        }
        part(pair, "Sequence", "B", 1);
        part(pair, "SpecialToken", "[SEP]", 1);
        ObjectNode specials = template.putObject("special_tokens");
        for (String token : List.of("[CLS]", "[SEP]")) {
            ObjectNode special = specials.putObject(token).put("id", token);
            special.putArray("ids").add(ids.get(token).asInt());
            special.putArray("tokens").add(token);
        }
        return template;
    }

    private static void part(ArrayNode order, String kind, String id, int type) {
        order.addObject().putObject(kind).put("id", id).put("type_id", type);
    }

    private static ObjectNode whole(ObjectNode model) {
        ObjectNode json = TokenizerFiles.JSON.createObjectNode().put("version", "1.0");
        json.set("model", model);
        return json;
    }

    private static void addSpecials(ObjectNode json, List<String> specials, JsonNode ids) {
        ArrayNode added = json.putArray("added_tokens");
        specials.stream()
                .filter(ids::has)
                .forEach(token ->
                        added.add(TokenizerFiles.addedToken(ids.get(token).asInt(), token, true)));
    }

    private static String text(Path file) {
        return new String(TokenizerFiles.read(file), StandardCharsets.UTF_8);
    }
}
