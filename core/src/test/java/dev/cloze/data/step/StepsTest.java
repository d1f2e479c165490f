package dev.cloze.data.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.JsonLines;
import dev.cloze.data.LanguageTag;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepsTest {

    private static final Document PAIR = new Document("cat", "en", "list", Map.of("de", "Katze", "n", "7"));
    private static final int EOS = 1;

    @TempDir
    Path folder;

    @Test
    void a_template_puts_fields_in_the_place_of_their_names() {
        Document made = apply(new Template("text", "{{{n}}} {language}: {text} = {de}"), PAIR);
        assertThat(made.text()).isEqualTo("{7} en: cat = Katze");
        assertThat(made.fields()).isEqualTo(PAIR.fields());
        assertThatThrownBy(() -> apply(new Template("x", "{fr}"), PAIR))
                .isInstanceOf(Refusal.class)
                .hasMessage("list: a document has no field 'fr'; it has text, language and [de, n]");
        assertThatThrownBy(() -> new Template("x", "{a")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Template("x", "a {} b")).isInstanceOf(Refusal.class);
    }

    @Test
    void fields_get_new_names_and_the_others_go() {
        Document made = apply(new Rekey(Map.of("targets", "de", "text", "n")), PAIR);
        assertThat(made).isEqualTo(new Document("7", "en", "list", Map.of("targets", "Katze")));
    }

    @Test
    void filters_keep_what_fits() {
        assertThat(new Filter("de", Pattern.compile("tz"), true).apply(PAIR)).contains(PAIR);
        assertThat(new Filter("de", Pattern.compile("tz"), false).apply(PAIR)).isEmpty();
        assertThat(new LengthFilter("text", 3, 3).apply(PAIR)).contains(PAIR);
        assertThat(new LengthFilter("text", 4, 9).apply(PAIR)).isEmpty();
    }

    @Test
    void a_language_is_said_for_all_or_by_a_field() {
        assertThat(apply(new Tagged(new LanguageTag.Constant("fr")), PAIR).language())
                .isEqualTo("fr");
        assertThat(apply(new Tagged(new LanguageTag.Field("n")), PAIR).language())
                .isEqualTo("7");
    }

    @Test
    void a_feed_with_steps_resumes_at_every_document() throws IOException {
        List<String> lines = IntStream.range(0, 40)
                .mapToObj(i -> "{\"text\": \"%d\", \"kind\": \"%s\"}".formatted(i, i % 3 == 0 ? "a" : "b"))
                .toList();
        Path file = Files.write(folder.resolve("a.jsonl"), lines);
        Fields fields = new Fields("text", LanguageTag.UNKNOWN, List.of("kind"));
        JsonLines source = new JsonLines("a", FileSet.of(file), fields, ReadingRules.strict());
        Stepped stepped = new Stepped(
                source, List.of(new Filter("kind", Pattern.compile("a"), true), new Template("text", "number {text}")));
        List<String> all = texts(stepped, Position.START);
        assertThat(all).hasSize(14).startsWith("number 0", "number 3");
        try (Feed<Document> feed = stepped.open(Position.START, new Seed(1))) {
            for (int i = 1; feed.advance(); i++) {
                assertThat(texts(stepped, feed.position())).isEqualTo(all.subList(i, all.size()));
            }
        }
        Stepped nothing = new Stepped(source, List.of(new Filter("kind", Pattern.compile("c"), true)));
        assertThatThrownBy(() -> texts(nothing, Position.START))
                .isInstanceOf(Refusal.class)
                .hasMessage("a: its steps leave no document of a whole pass");
    }

    private static List<String> texts(Stepped stepped, Position position) {
        List<String> texts = new ArrayList<>();
        try (Feed<Document> feed = stepped.open(position, new Seed(1))) {
            while (feed.advance()) {
                texts.add(feed.current().text());
            }
        }
        return texts;
    }

    @Test
    void a_chunk_is_one_of_those_at_multiples_of_its_length() {
        RandomChunk step = new RandomChunk(4);
        List<Tokens> seen = new ArrayList<>();
        for (int seed = 0; seed < 60; seed++) {
            seen.addAll(step(step, seed, counted(2, 10), counted(100, 3)));
        }
        assertThat(seen)
                .containsOnly(counted(2, 4), counted(6, 4), counted(10, 2), counted(100, 3))
                .contains(counted(2, 4), counted(6, 4), counted(10, 2));
    }

    @Test
    void joining_and_splitting_lose_nothing() {
        assertThat(step(new ReduceConcat(2), 0, counted(2, 3), counted(5, 1), counted(6, 4)))
                .containsExactly(counted(2, 4), counted(6, 4));
        assertThat(step(Split.fixed(4), 0, counted(2, 9)))
                .containsExactly(counted(2, 4), counted(6, 4), counted(10, 1));
        for (int seed = 0; seed < 100; seed++) {
            List<Tokens> parts = step(new Split(3, 12), seed, counted(2, 50));
            assertThat(parts.stream().reduce(Tokens.EMPTY, Tokens::concat)).isEqualTo(counted(2, 50));
            assertThat(parts.subList(0, parts.size() - 1))
                    .allSatisfy(part -> assertThat(part.size())
                            .isBetween(3, 12)
                            .isEqualTo(parts.get(0).size()));
        }
    }

    @Test
    void an_end_before_a_trim_may_be_cut_off() {
        assertThat(step(new Trim(3), 0, step(new AppendEos(), 0, counted(2, 5)).get(0)))
                .containsExactly(counted(2, 3));
        assertThat(step(new AppendEos(), 0, step(new Trim(3), 0, counted(2, 5)).get(0)))
                .containsExactly(counted(2, 3).append(EOS));
    }

    @Test
    void documents_of_two_languages_are_not_joined() {
        List<TokenizedDocument> documents = List.of(
                new TokenizedDocument(Tokens.of(2), "de", "s"),
                new TokenizedDocument(Tokens.of(3), "en", "s"),
                new TokenizedDocument(Tokens.of(4), "de", "s"));
        assertThat(new ReduceConcat(9).apply(documents, EOS, new Seed(0)))
                .containsExactly(
                        new TokenizedDocument(Tokens.of(2, 4), "de", "s"),
                        new TokenizedDocument(Tokens.of(3), "en", "s"));
    }

    private static Document apply(DocumentStep step, Document document) {
        return step.apply(document).orElseThrow();
    }

    private static List<Tokens> step(TokenStep step, long seed, Tokens... documents) {
        List<TokenizedDocument> given = List.of(documents).stream()
                .map(tokens -> new TokenizedDocument(tokens, "en", "s"))
                .toList();
        return step.apply(given, EOS, new Seed(seed)).stream()
                .map(TokenizedDocument::tokens)
                .toList();
    }

    private static Tokens counted(int from, int count) {
        return Tokens.of(IntStream.range(from, from + count).toArray());
    }
}
