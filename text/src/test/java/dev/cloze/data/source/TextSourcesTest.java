package dev.cloze.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.data.Corpora;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts.Unit;
import dev.cloze.data.file.Packed;
import dev.cloze.data.file.ReadingRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourcesTest {

    @TempDir
    Path folder;

    @Test
    void a_line_is_a_document() {
        TextCorpus source = plain("one\n\n \t\r\ntwo\r\nthree", Unit.LINE, Corpora.RULES);
        assertThat(Corpora.texts(source)).containsExactly("one", "two", "three");
        assertThat(source.examples()).isEqualTo(3);
    }

    @Test
    void a_paragraph_is_a_document() {
        TextCorpus source = plain("\n\none\n  two\n\n\nthree\r\nfour", Unit.PARAGRAPH, Corpora.RULES);
        assertThat(Corpora.texts(source)).containsExactly("one\n  two", "three\nfour");
        assertThat(source.examples()).isEqualTo(2);
    }

    @Test
    void a_paragraph_with_an_unusable_line_is_left_out_whole() {
        ReadingRules rules = Corpora.RULES.withMaxLineBytes(10).withBadRecordsAllowed(2);
        String text = "one\n\ntwo\nfar too long a line\nrest\n\nthree\n\nfour\nfive\nsix\nseven\n\neight";
        assertThat(Corpora.texts(plain(text, Unit.PARAGRAPH, rules))).containsExactly("one", "three", "eight");
        assertThatThrownBy(() -> Corpora.texts(plain(text, Unit.PARAGRAPH, rules.withBadRecordsAllowed(1))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("line 11: a paragraph must have at most 10 bytes");
    }

    @Test
    void columns_are_named_by_the_run_or_by_the_first_line() {
        String rows = "x\tone\tde\n\ny\ttwo\tfr\r\n";
        Fields fields = Fields.textAndLanguage("text", "lang").with("id");
        TextCorpus named = tabs(rows, List.of("id", "text", "lang"), fields);
        TextCorpus headed = tabs("id\ttext\tlang\n" + rows, List.of(), fields);
        for (TextCorpus source : List.of(named, headed)) {
            assertThat(Corpora.texts(source)).containsExactly("one", "two");
            assertThat(source.examples()).isEqualTo(2);
        }
        try (Feed<Document> feed = headed.inOrder(Position.START)) {
            feed.advance();
            assertThat(feed.current()).isEqualTo(new Document("one", "de", "tabs", Map.of("id", "x")));
            try (Feed<Document> resumed = headed.inOrder(feed.position())) {
                assertThat(Corpora.texts(resumed, 9)).containsExactly("two");
            }
        }
    }

    @Test
    void a_missing_or_surplus_column_is_refused() {
        assertThatThrownBy(() -> Corpora.texts(tabs("a\tb\n1\t2\n", List.of(), Fields.text("text"))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("tabs.tsv: line 1: no column 'text'; the columns are a, b");
        assertThatThrownBy(() -> Corpora.texts(tabs("text\n1\t2\n", List.of(), Fields.text("text"))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("tabs.tsv: line 2: expected 1 columns between tabs, got 2");
    }

    private TextCorpus plain(String text, Unit unit, ReadingRules rules) {
        Path file = Packed.write(folder.resolve("plain.txt.zst"), text);
        return new PlainText("plain", FilePattern.of(file), unit, "en").read(rules);
    }

    private TextCorpus tabs(String text, List<String> columns, Fields fields) {
        Path file = Packed.write(folder.resolve(columns.isEmpty() ? "tabs.tsv" : "named.tsv"), text);
        return new TabSeparated("tabs", FilePattern.of(file), columns, fields, 0).read(Corpora.RULES);
    }
}
