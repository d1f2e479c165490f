package dev.cloze.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Golden;
import dev.cloze.GoldenLines;
import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Tag("golden")
class JsonTokenizerTest {

    private static final Set<String> OLDER = Set.of("vocab.json", "merges.txt", "vocab.txt");

    @TempDir
    private Path folder;

    private static List<Path> folders() throws IOException {
        Path root = Golden.folder("tokenizers").orElseThrow();
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(each -> Files.exists(each.resolve("tokenizer.json")))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        GoldenLines.of("tokenizers", "expected.jsonl.zst")
                .forEach(row -> texts.add(row.get("text").asText()));
        return texts.stream().distinct().toList();
    }

    @TestFactory
    Stream<DynamicTest> the_older_files_beside_a_tokenizer_json_do_the_same() throws IOException {
        return folders().stream()
                .filter(each -> OLDER.stream().anyMatch(name -> Files.exists(each.resolve(name))))
                .map(each -> DynamicTest.dynamicTest(each.getFileName().toString(), () -> compareOlder(each)));
    }

    private void compareOlder(Path golden) throws IOException {
        Path older = Files.createDirectory(folder.resolve(golden.getFileName()));
        for (String name : OLDER) {
            if (Files.exists(golden.resolve(name))) {
                Files.copy(golden.resolve(name), older.resolve(name));
            }
        }
        Tokenizer expected = JsonTokenizer.load(golden.resolve("tokenizer.json"));
        Tokenizer built = Tokenizers.load(older);
        for (String text : texts()) {
            Tokens tokens = expected.encode(text);
            assertThat(built.encode(text)).as(text).isEqualTo(tokens);
            assertThat(built.decode(tokens)).isEqualTo(expected.decode(tokens));
        }
        assertThat(built.vocabulary()).isEqualTo(expected.vocabulary());
    }

    @Test
    void a_frame_is_added_only_when_asked_for() throws IOException {
        for (Path each : folders()) {
            JsonTokenizer tokenizer = JsonTokenizer.load(each.resolve("tokenizer.json"));
            List<String> plain = tokenizer.pieces("data");
            assertThat(plain).doesNotContain("[CLS]", "[SEP]");
            assertThat(tokenizer.framed().pieces("data")).containsSubsequence(plain);
            assertThat(tokenizer.framed().decode(tokenizer.framed().encode("data")))
                    .isEqualTo("data");
        }
    }

    @Test
    void what_is_saved_loads_as_the_same() throws IOException {
        for (Path each : folders()) {
            Tokenizer tokenizer = Tokenizers.load(each);
            Path saved = folder.resolve("saved-" + each.getFileName());
            tokenizer.save(saved);
            Tokenizer loaded = Tokenizers.load(saved);
            assertThat(loaded.hash()).isEqualTo(tokenizer.hash());
            assertThat(loaded.vocabulary()).isEqualTo(tokenizer.vocabulary());
        }
    }

    @Test
    void every_id_has_its_piece() throws IOException {
        for (Path each : folders()) {
            Tokenizer tokenizer = Tokenizers.load(each);
            String text = "Some text 42, ok?";
            List<String> written =
                    tokenizer.encode(text).stream().mapToObj(tokenizer::piece).toList();
            assertThat(written).isEqualTo(tokenizer.pieces(text));
            assertThat(tokenizer.piece(-1)).isEqualTo(tokenizer.piece(Integer.MAX_VALUE));
        }
    }

    @Test
    void odd_text_never_fails() throws IOException {
        String lone = "a" + '\uD800' + "b" + '\uDC00';
        for (Path each : folders()) {
            Tokenizer tokenizer = Tokenizers.load(each);
            assertThat(tokenizer.encode(lone)).isEqualTo(tokenizer.encode("a\uFFFDb\uFFFD"));
            assertThat(tokenizer.decode(tokenizer.encode("a\0b"))).contains("a", "b");
            assertThat(tokenizer.encode("")).isEqualTo(Tokens.EMPTY);
            assertThat(tokenizer.decode(Tokens.of(-5, Integer.MAX_VALUE))).isEmpty();
        }
    }

    @Test
    void a_huge_word_takes_no_quadratic_time() throws IOException {
        for (Path each : folders()) {
            Tokenizer tokenizer = Tokenizers.load(each);
            String word = "ab".repeat(250_000);
            Assertions.assertTimeout(Duration.ofSeconds(5), () -> tokenizer.encode(word));
        }
    }

    @Test
    void many_threads_get_the_same_ids() throws IOException {
        List<String> texts = texts().subList(0, 200);
        for (Path each : folders()) {
            Tokenizer tokenizer = Tokenizers.load(each);
            List<Tokens> alone = texts.stream().map(tokenizer::encode).toList();
            IntStream.range(0, 8)
                    .parallel()
                    .forEach(t ->
                            assertThat(texts.stream().map(tokenizer::encode)).isEqualTo(alone));
        }
    }

    @Test
    void a_broken_file_is_named() throws IOException {
        for (String content :
                List.of("{", "[]", "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -3}}}", "{\"model\":5}")) {
            Path file = Files.writeString(folder.resolve("tokenizer.json"), content);
            assertThatThrownBy(() -> Tokenizers.load(folder))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void a_broken_merge_is_named_with_its_line() throws IOException {
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 0, \"b\": 1, \"ab\": 2}");
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\na b\nab\n");
        assertThatThrownBy(() -> Tokenizers.load(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("line 3");
    }
}
