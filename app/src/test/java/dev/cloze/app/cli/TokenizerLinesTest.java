package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.text.ByteTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tokenizer encode} and {@code tokenizer decode}. */
class TokenizerLinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path place;

    private Path tokenizer;

    @BeforeEach
    void save() {
        tokenizer = place.resolve("tokenizer");
        ByteTokenizer.of().save(tokenizer);
    }

    @Test
    void a_text_becomes_its_ids_and_pieces() throws IOException {
        JsonNode line = JSON.readTree(run("encode", "ab").done().out());
        assertThat(line.path("text").asText()).isEqualTo("ab");
        assertThat(line.path("ids").toString()).isEqualTo("[100,101]");
        assertThat(line.path("pieces")).hasSize(2);
        assertThat(JSON.readTree(run("encode", "--framed", "ab").done().out())
                        .path("ids")
                        .toString())
                .isEqualTo("[100,101,1]");
    }

    @Test
    void what_was_encoded_is_decoded_line_by_line() throws IOException {
        Path texts = place.resolve("texts.txt");
        Files.writeString(texts, "a b\n\n  Grüße 😀\n");
        Path encoded = place.resolve("encoded.jsonl");
        run("encode", "--input", texts.toString(), "--output", encoded.toString())
                .done();
        assertThat(Files.readAllLines(encoded)).hasSize(3);
        assertThat(run("decode", "--input", encoded.toString()).done().out()).isEqualTo("a b\n\n  Grüße 😀\n");
        Path decoded = place.resolve("decoded.txt");
        run("decode", "--input", encoded.toString(), "--output", decoded.toString())
                .done();
        assertThat(decoded).content().isEqualTo("a b\n\n  Grüße 😀\n");
    }

    @Test
    void ids_are_read_as_people_and_programs_write_them() {
        assertThat(run("decode", "100 101", "100,101", "[100, 101]", "{\"ids\": [100, 101]}", "")
                        .done()
                        .out())
                .isEqualTo("ab\nab\nab\nab\n\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100 384 | text 1: ids must be whole numbers below the vocabulary's 384, got 384",
                "-1 | got -1",
                "99999999999999999999 | got 99999999999999999999",
                "abc | got abc",
                "{\"ids\": 3} | text 1: field 'ids' must be a list, got 3",
                "[1, | text 1: expected ids or a JSON object, got [1,",
                "[1.5] | got 1.5",
            })
    void what_is_no_id_is_refused_with_its_line(String ids, String message) {
        TypedCommand.of("tokenizer", "decode", "--tokenizer", tokenizer.toString(), "--", ids)
                .failed(Commands.REFUSED, message);
    }

    @Test
    void the_input_is_never_the_output() throws IOException {
        Path texts = place.resolve("texts.txt");
        Files.writeString(texts, "a\n");
        run("encode", "--input", texts.toString(), "--output", texts.toString())
                .failed(Commands.REFUSED, "must not be what is read");
        assertThat(texts).content().isEqualTo("a\n");
        run("encode", "--output", tokenizer.resolve("x").toString(), "a")
                .failed(Commands.REFUSED, "must not be what is read");
    }

    private TypedCommand run(String verb, String... more) {
        List<String> words = new ArrayList<>(List.of("tokenizer", verb, "--tokenizer", tokenizer.toString()));
        words.addAll(List.of(more));
        return TypedCommand.of(words.toArray(String[]::new));
    }
}
