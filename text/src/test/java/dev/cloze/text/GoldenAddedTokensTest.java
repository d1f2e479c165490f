package dev.cloze.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Golden;
import dev.cloze.GoldenLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Folders that transformers saved with tokens added, whole and in parts: the ids that its AutoTokenizer gives for them. */
@Tag("golden")
class GoldenAddedTokensTest {

    private static final String KIND = "tokenizers-added";

    @TempDir
    private Path saved;

    @TestFactory
    Stream<DynamicTest> every_folder_gets_the_reference_s_ids() {
        Map<String, List<JsonNode>> cases = new LinkedHashMap<>();
        GoldenLines.of(KIND, "expected.jsonl.zst")
                .forEach(row -> cases.computeIfAbsent(row.get("tokenizer").asText(), name -> new ArrayList<>())
                        .add(row));
        return cases.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> check(each.getKey(), each.getValue())));
    }

    private void check(String name, List<JsonNode> rows) {
        Path folder = Golden.folder(KIND + "/" + name).orElseThrow();
        Tokenizer tokenizer = Tokenizers.load(folder);
        check(tokenizer, rows);
        tokenizer.save(saved.resolve(name));
        check(Tokenizers.load(saved.resolve(name)), rows);
    }

    private static void check(Tokenizer tokenizer, List<JsonNode> rows) {
        for (JsonNode row : rows) {
            String text = row.get("text").asText();
            Tokens tokens = tokenizer.encode(text);
            assertThat(tokens.toArray()).as(text).containsExactly(ints(row.get("ids")));
            assertThat(tokenizer.framing().around(tokens).toArray())
                    .as("framed: " + text)
                    .containsExactly(ints(row.get("framed")));
            assertThat(tokenizer.pieces(text)).as(text).hasSize(tokens.size());
        }
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
