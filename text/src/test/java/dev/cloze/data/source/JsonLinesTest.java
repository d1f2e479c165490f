package dev.cloze.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpora;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.Packed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {

    @TempDir
    Path folder;

    @Test
    void a_record_becomes_a_document_of_the_fields_asked_for() {
        Path file = Packed.write(folder.resolve("a.jsonl"), """
                {"id": 7, "content": "ein\\nText", "meta": {"lang": {"code": "de"}, "x": [1, {"content": 2}]}, "ok": true}
                {"meta": {"lang": {"code": "cs"}}, "content": "jeden 😀 \\ud83d\\ude00", "id": null, "other": {"content": ""}}
                """);
        Fields fields = Fields.textAndLanguage("content", "meta.lang.code").with("id", "ok");
        assertThat(documents(new JsonLines("web", FilePattern.of(file), fields, 0).read(Corpora.RULES)))
                .containsExactly(
                        new Document("ein\nText", "de", "web", Map.of("id", "7", "ok", "true")),
                        new Document("jeden 😀 😀", "cs", "web", Map.of()));
    }

    @Test
    void a_language_can_be_the_same_for_all() {
        Path file = Packed.write(folder.resolve("a.jsonl"), "{\"text\":\"a\"}\n{\"text\":\"b\"}");
        Fields fields = new Fields("text", List.of(), "", "fi");
        assertThat(documents(new JsonLines("web", FilePattern.of(file), fields, 0).read(Corpora.RULES)))
                .extracting(Document::language)
                .containsExactly("fi", "fi");
    }

    @Test
    void blank_lines_and_blank_texts_are_no_documents() {
        Path file = Packed.write(
                folder.resolve("a.jsonl"),
                "\n{\"text\":\" \",\"lang\":\"x\"}\n  \r\n{\"text\":\"b\",\"lang\":\"x\"}\r\n");
        TextCorpus source = Corpora.source("web", Corpora.RULES, file);
        assertThat(Corpora.texts(source)).containsExactly("b");
        assertThat(source.examples()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'lang': 'x'}|no field 'text'; the record has ",
                "{'lang': 'x', 'body': 'a', 'id': 3}|no field 'text'; the record has lang, body, id",
                "{'text': 'a'}|no field 'lang'; the record has ",
                "{'text': null, 'lang': 'x'}|field 'text' must be a string, got null",
                "{'text': 3, 'lang': 'x'}|field 'text' must be a string, got a number",
                "{'text': ['a'], 'lang': 'x'}|field 'text' must be a string, got an array",
                "{'text': {'a': 'b'}, 'lang': 'x'}|field 'text' must be a string, got an object",
                "{'text': 'a', 'lang': true}|field 'lang' must be a string, got a boolean",
                "['text']|expected a JSON object, got an array",
                "'text'|expected a JSON object, got a string",
                "{'text': 'a', 'lang': 'x'} {}|expected one JSON object, got more behind it",
                "{'text': 'a', 'lang': 'x'|not JSON at the line's column 26: Unexpected end-of-input",
                "hello|not JSON at the line's column 1: Unrecognized token 'hello'",
                "{'text': 'a', 'lang': 'x', 'n': 01}|not JSON at the line's column",
                "{'text': 'a', 'lang': 'x', 'n': [}|not JSON at the line's column",
            })
    void an_unusable_record_is_refused_with_its_place(String record, String rule) {
        Path file = Packed.write(
                folder.resolve("a.jsonl.gz"), good("one") + record.replace('\'', '"') + "\n" + good("two"));
        assertThatThrownBy(() -> Corpora.texts(Corpora.source("web", Corpora.RULES, file)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(file + ": line 2: " + rule)
                .hasMessageNotContaining("\n");
    }

    @Test
    void text_that_is_not_utf_8_is_refused() throws IOException {
        Path file = folder.resolve("a.jsonl");
        byte[] line = good("aXb").getBytes(StandardCharsets.UTF_8);
        line[indexOf(line, 'X')] = (byte) 0xE9;
        Files.write(file, line);
        assertThatThrownBy(() -> Corpora.texts(Corpora.source("web", Corpora.RULES, file)))
                .isInstanceOf(Refusal.class)
                .hasMessage(file + ": line 1: not UTF-8 at the line's byte %d: 0xE9", indexOf(line, (byte) 0xE9) + 1);
    }

    @Test
    void a_line_beyond_the_limit_is_refused() {
        Path file = Packed.write(folder.resolve("a.jsonl"), good("one") + good("x".repeat(5000)));
        assertThatThrownBy(() -> Corpora.texts(Corpora.source("web", Corpora.RULES.withMaxLineBytes(4000), file)))
                .isInstanceOf(Refusal.class)
                .hasMessage(file + ": line 2: a line must have at most 4,000 bytes");
    }

    @Test
    void a_source_without_usable_text_is_refused() {
        Path file = Packed.write(folder.resolve("a.jsonl.zst"), good(" ") + "\n" + good(""));
        assertThatThrownBy(() -> Corpora.texts(Corpora.source("web", Corpora.RULES, file)))
                .isInstanceOf(Refusal.class)
                .hasMessage("web: no usable text in 1 file(s), the first is " + file);
    }

    @Test
    void a_file_that_is_empty_once_decompressed_is_refused() {
        Path file = Packed.write(folder.resolve("a.jsonl.zst"), "");
        assertThatThrownBy(() -> Corpora.texts(Corpora.source("web", Corpora.RULES, file)))
                .isInstanceOf(Refusal.class)
                .hasMessage(file + ": the file is empty");
    }

    @Test
    void bad_records_within_the_number_allowed_are_left_out_and_said() {
        Path file = Packed.write(
                folder.resolve("a.jsonl"), good("one") + "{\n" + good("two") + "{\"text\": 3}\n" + good("three"));
        List<String> said = new ArrayList<>();
        var rules = Corpora.RULES
                .withBadRecordsAllowed(2)
                .withNotices((place, message) -> said.add(place + ": " + message));
        assertThat(Corpora.texts(Corpora.source("web", rules, file))).containsExactly("one", "two", "three");
        assertThat(said).hasSize(3);
        assertThat(said.get(0)).startsWith(file + ": line 2: left out: not JSON");
        assertThat(said.get(1)).isEqualTo(file + ": line 4: left out: field 'text' must be a string, got a number");
        assertThat(said.get(2)).isEqualTo("web: left out 2 record(s) in this pass");
        assertThatThrownBy(() -> Corpora.texts(Corpora.source("web", rules.withBadRecordsAllowed(1), file)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(file + ": line 4: ");
    }

    @Test
    void the_number_left_out_counts_on_after_a_resume() {
        Path file = Packed.write(folder.resolve("a.jsonl"), "{\n" + good("one") + "{\n" + good("two"));
        TextCorpus source = Corpora.source("web", Corpora.RULES.withBadRecordsAllowed(1), file);
        Position position;
        try (Feed<Document> feed = source.inOrder(Position.START)) {
            feed.advance();
            position = feed.position();
        }
        try (Feed<Document> feed = source.inOrder(position)) {
            assertThatThrownBy(feed::advance).isInstanceOf(Refusal.class).hasMessageContaining("line 3");
        }
    }

    @Test
    void a_file_that_changed_since_is_refused() throws IOException {
        Path file = Packed.write(folder.resolve("a.jsonl"), good("one") + good("two"));
        TextCorpus source = Corpora.source("web", Corpora.RULES, file);
        Position position;
        try (Feed<Document> feed = source.inOrder(Position.START)) {
            feed.advance();
            position = feed.position();
        }
        Files.writeString(file, good("another"));
        assertThatThrownBy(() -> source.inOrder(position))
                .isInstanceOf(Refusal.class)
                .hasMessage("web: the files have changed since the position was taken");
    }

    @Test
    void a_seed_orders_the_files_and_no_file_is_lost() {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            files.add(Packed.write(folder.resolve(i + ".jsonl"), good("" + i)));
        }
        TextCorpus source = Corpora.source("web", Corpora.RULES, files.toArray(Path[]::new));
        List<List<String>> orders = new ArrayList<>();
        for (int seed = 0; seed < 5; seed++) {
            try (Feed<Document> feed = source.open(Position.START, new Seed(seed))) {
                orders.add(Corpora.texts(feed, 100));
            }
        }
        assertThat(orders)
                .allSatisfy(order -> assertThat(order).containsExactlyInAnyOrderElementsOf(Corpora.texts(source)));
        assertThat(orders).doesNotHaveDuplicates();
    }

    @Test
    void examples_are_counted_anew_when_the_file_changes() throws IOException {
        Path file = Packed.write(folder.resolve("a.jsonl.gz"), good("one") + "\n" + good("two"));
        TextCorpus source = Corpora.source("web", Corpora.RULES, file);
        assertThat(source.examples()).isEqualTo(2);
        Packed.write(file, good("one") + good("two") + good("three"));
        assertThat(source.examples()).isEqualTo(3);
    }

    private static String good(String text) {
        return "{\"text\": \"" + text + "\", \"lang\": \"x\"}\n";
    }

    private static int indexOf(byte[] bytes, int wanted) {
        int i = 0;
        while (bytes[i] != (byte) wanted) {
            i++;
        }
        return i;
    }

    private static List<Document> documents(TextCorpus source) {
        List<Document> documents = new ArrayList<>();
        try (Feed<Document> feed = source.inOrder(Position.START)) {
            while (feed.advance()) {
                documents.add(feed.current());
            }
        }
        return documents;
    }
}
