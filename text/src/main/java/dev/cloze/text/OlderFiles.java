package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The files from before there was {@code tokenizer.json}, put into its form: GPT-2's and BERT's. */
final class OlderFiles {

    private OlderFiles() {}

    /** GPT-2's byte-level BPE (Radford et al. 2019, §2.2). */
    static ObjectNode gpt2(Path vocab, Path merges) {
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
        return json;
    }

    private static ObjectNode level(ObjectNode node) {
        return node.put("type", "ByteLevel").put("trim_offsets", true).put("use_regex", true);
    }

    /** BERT's WordPiece (Devlin et al. 2019, §3). */
    static ObjectNode bert(Path vocab, FolderTokens folder) {
        ObjectNode model = TokenizerFiles.JSON.createObjectNode();
        model.put("type", "WordPiece").put("unk_token", folder.named("unk_token"));
        model.put("continuing_subword_prefix", "##").put("max_input_chars_per_word", 100);
        ObjectNode ids = model.putObject("vocab");
        List<String> lines = text(vocab).lines().toList();
        for (int id = 0; id < lines.size(); id++) {
            ids.put(lines.get(id), id);
        }
        String unknown = folder.named("unk_token");
        if (!ids.has(unknown)) {
            throw Refusal.at(vocab.toString(), "needs a line %s", unknown);
        }
        ObjectNode json = whole(model);
        ObjectNode normalizer = json.putObject("normalizer").put("type", "BertNormalizer");
        normalizer.put("clean_text", true);
        setLetters(normalizer, folder);
        json.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        json.putObject("decoder").put("type", "WordPiece").put("prefix", "##").put("cleanup", true);
        return json;
    }

    /** What becomes of capitals, accents and Chinese characters. */
    static void setLetters(ObjectNode normalizer, FolderTokens folder) {
        JsonNode accents = folder.config().path("strip_accents");
        normalizer.put("handle_chinese_chars", folder.flag("tokenize_chinese_chars", true));
        normalizer.set(
                "strip_accents",
                accents.isBoolean()
                        ? BooleanNode.valueOf(folder.flag("strip_accents", false))
                        : NullNode.getInstance());
        normalizer.put("lowercase", folder.flag("do_lower_case", true));
    }

    private static ObjectNode whole(ObjectNode model) {
        ObjectNode json = TokenizerFiles.JSON.createObjectNode().put("version", "1.0");
        json.set("model", model);
        return json;
    }

    private static String text(Path file) {
        return new String(TokenizerFiles.read(file), StandardCharsets.UTF_8);
    }
}
