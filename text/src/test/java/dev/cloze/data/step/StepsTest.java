package dev.cloze.data.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.JsonLines;
import dev.cloze.data.source.PlainText;
import dev.cloze.data.source.TextCorpus;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
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
        assertThat(new Filter("de", "tz", true).apply(PAIR)).contains(PAIR);
        assertThat(new Filter("de", "tz", false).apply(PAIR)).isEmpty();
        assertThat(new FilterLength("text", 3, 3).apply(PAIR)).contains(PAIR);
        assertThat(new FilterLength("text", 4, 9).apply(PAIR)).isEmpty();
    }

    @Test
    void a_language_is_said_for_all_or_by_a_field() {
        assertThat(apply(new Language("fr", ""), PAIR).language()).isEqualTo("fr");
        assertThat(apply(new Language("", "n"), PAIR).language()).isEqualTo("7");
    }

    @Test
    void a_feed_with_steps_resumes_at_every_document() throws IOException {
        List<String> lines = IntStream.range(0, 40)
                .mapToObj(i -> "{\"text\": \"%d\", \"kind\": \"%s\"}".formatted(i, i % 3 == 0 ? "a" : "b"))
                .toList();
        Path file = Files.write(folder.resolve("a.jsonl"), lines);
        Fields fields = Fields.text("text").with("kind");
        TextCorpus source = new JsonLines("a", FilePattern.of(file), fields, 0).read(ReadingRules.strict());
        Stepped stepped =
                new Stepped(source, List.of(new Filter("kind", "a", true), new Template("text", "number {text}")));
        List<String> all = texts(stepped, Position.START);
        assertThat(all).hasSize(14).startsWith("number 0", "number 3");
        try (Feed<Document> feed = stepped.open(Position.START, new Seed(1))) {
            for (int i = 1; feed.advance(); i++) {
                assertThat(texts(stepped, feed.position())).isEqualTo(all.subList(i, all.size()));
            }
        }
        Stepped nothing = new Stepped(source, List.of(new Filter("kind", "c", true)));
        assertThatThrownBy(() -> texts(nothing, Position.START))
                .isInstanceOf(Refusal.class)
                .hasMessage("a: its steps leave no document of a whole pass");
    }

    @Test
    void no_text_comes_twice_wherever_a_pass_is_resumed() throws IOException {
        List<String> lines = IntStream.range(0, 60)
                .mapToObj(i -> "{\"text\": \"text %d\", \"kind\": \"%d\"}".formatted(i * i % 37, i % 7))
                .toList();
        Path file = Files.write(folder.resolve("a.jsonl"), lines);
        Fields fields = Fields.text("text").with("kind");
        TextCorpus source = new JsonLines("a", FilePattern.of(file), fields, 0).read(ReadingRules.strict());
        List<String> notices = new ArrayList<>();
        Stepped stepped = new Stepped(
                source,
                List.of(new Template("text", "<{text}>"), new Deduplicate(List.of("text"), 100)),
                (place, message) -> notices.add(place + ": " + message));
        List<String> all = texts(stepped, Position.START);
        assertThat(all)
                .isEqualTo(IntStream.range(0, 60)
                        .mapToObj(i -> "<text %d>".formatted(i * i % 37))
                        .distinct()
                        .toList());
        try (Feed<Document> feed = stepped.open(Position.START, new Seed(1))) {
            notices.clear();
            while (feed.advance()) {
                assertThat(notices).isEmpty();
            }
            assertThat(feed.advance()).isFalse();
        }
        assertThat(notices).containsExactly("a: left out 41 duplicate(s), kept 19 documents");
        try (Feed<Document> feed = stepped.open(Position.START, new Seed(1))) {
            for (int i = 1; feed.advance(); i++) {
                assertThat(texts(stepped, feed.position())).isEqualTo(all.subList(i, all.size()));
            }
        }
        assertThat(notices).contains("a: reads 7 documents again to know which of the next are duplicates");
        Stepped both = new Stepped(source, List.of(new Deduplicate(List.of("kind", "text"), 100)));
        assertThat(texts(both, Position.START)).hasSizeBetween(all.size() + 1, 60);
        Stepped few = new Stepped(source, List.of(new Deduplicate(List.of("text"), 18)));
        assertThatThrownBy(() -> texts(few, Position.START))
                .isInstanceOf(Refusal.class)
                .hasMessage("a: has more than 18 different documents; raise most");
    }

    @Test
    void a_resumed_pass_over_other_documents_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "a\nb\na\nc\nd\n");
        Stepped stepped = new Stepped(
                new PlainText("a", FilePattern.of(file), LineCounts.Unit.LINE, "en").read(ReadingRules.strict()),
                List.of(new Deduplicate(List.of("text"), 9)));
        Position position;
        try (Feed<Document> feed = stepped.open(Position.START, new Seed(1))) {
            feed.advance();
            feed.advance();
            feed.advance();
            position = feed.position();
        }
        Files.writeString(file, "a\na\na\nc\nd\n");
        assertThatThrownBy(() -> texts(stepped, position))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("a: ");
    }

    @Test
    void a_set_of_digests_is_a_set() {
        DigestSet digests = new DigestSet();
        Set<List<Long>> expected = new HashSet<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 30_000; i++) {
            long high = random.nextInt(300) == 0 ? 0 : random.nextInt(120);
            long low = random.nextInt(120);
            boolean free = high == 0 && low == 0;
            assertThat(digests.add(high, low)).isEqualTo(expected.add(List.of(high, free ? 1 : low)));
        }
        assertThat(digests.size()).isEqualTo(expected.size());
    }

    @Test
    void a_digest_tells_fields_apart() {
        List<List<String>> texts = List.of(
                List.of("ab", ""),
                List.of("a", "b"),
                List.of("", "ab"),
                List.of("ab"),
                List.of("\uD800"),
                List.of("\uD801"),
                List.of("?"),
                List.of("x".repeat(9000)),
                List.of("x".repeat(8999) + "y"));
        FieldDigest digest = new FieldDigest();
        Set<Long> seen = new HashSet<>();
        for (int twice = 0; twice < 2; twice++) {
            for (List<String> each : texts) {
                digest.begin();
                each.forEach(digest::add);
                digest.finish();
                seen.add(digest.high());
            }
        }
        assertThat(seen).hasSize(texts.size());
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
        assertThat(step(new Split(4), 0, counted(2, 9))).containsExactly(counted(2, 4), counted(6, 4), counted(10, 1));
        for (int seed = 0; seed < 100; seed++) {
            List<Tokens> parts = step(new SplitRandomly(3, 12), seed, counted(2, 50));
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

    private static Document apply(SingleStep step, Document document) {
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
