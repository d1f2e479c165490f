package dev.cloze.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.data.Corpora;
import dev.cloze.data.Fields;
import dev.cloze.data.file.FilePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JSON library itself will not read is a bad record like any other; what costs nothing is read. */
class JsonLimitsTest {

    private static final String GOOD = "{\"text\": \"good\"}\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"depth", "objects", "name"})
    void a_record_beyond_the_limits_is_refused_or_left_out(String kind) throws IOException {
        String odd = switch (kind) {
            case "depth" -> "{\"text\": \"odd\", \"x\": " + "[".repeat(1001) + "]".repeat(1001) + "}";
            case "objects" -> "{\"text\": \"odd\", \"x\": " + "{\"a\":".repeat(5000) + "1" + "}".repeat(5000) + "}";
            default -> "{\"" + "n".repeat(70_000) + "\": 1, \"text\": \"odd\"}";
        };
        for (String end : List.of("jsonl", "json")) {
            Files.writeString(folder.resolve("a." + end), GOOD + odd + "\n" + GOOD);
            assertThatThrownBy(() -> Corpora.texts(source(end, 0)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("a." + end + (end.equals("json") ? ": row 2: " : ": line 2: "))
                    .hasMessageContaining("beyond what is read of one object: ")
                    .hasMessageNotContaining("StreamReadConstraints");
            assertThat(Corpora.texts(source(end, 1))).containsExactly("good", "good");
        }
    }

    @Test
    void long_numbers_and_long_texts_are_read() throws IOException {
        String digits = "1".repeat(5000);
        Files.writeString(
                folder.resolve("a.jsonl"),
                "{\"text\": \"%s\", \"x\": %s, \"y\": 0.%s}\n".formatted("t".repeat(30_000_000), digits, digits));
        assertThat(Corpora.texts(source("jsonl", 0)))
                .singleElement()
                .extracting(String::length)
                .isEqualTo(30_000_000);
    }

    private TextCorpus source(String end, long bad) {
        List<FilePattern> files = FilePattern.of(folder.resolve("a." + end));
        return end.equals("json")
                ? new Table("t", files, Table.Format.JSON, Fields.text("text"), bad).read(Corpora.RULES)
                : new JsonLines("t", files, Fields.text("text"), bad).read(Corpora.RULES);
    }
}
