package dev.cloze.batch.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Packing;
import dev.cloze.batch.Skipped;
import dev.cloze.batch.cut.ExampleFeed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.stream.Repeated;
import dev.cloze.objective.CausalLm;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.Objective;
import dev.cloze.objective.PrefixLm;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.objective.Ul2;
import dev.cloze.task.Joining;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchFeedTest {

    private static final ByteTokenizer BYTES = ByteTokenizer.of();
    private static final Seed SEED = new Seed(42);
    private static final Lengths SHORT = new Lengths(12, 12);

    /** A group ends at some 25,000 characters, so that a stream of 45,000 has two. */
    static Stream<BatchPlan> plans() {
        Objective mixture = Ul2.paper();
        return Stream.of(
                plan(SpanCorruption.t5(), Joining.CONCATENATED, BatchShape.packed(32, SHORT)),
                plan(mixture, Joining.CONCATENATED, BatchShape.packed(29, SHORT)),
                plan(mixture, Joining.CONCATENATED, new BatchShape(29, SHORT, Packing.BEST_FIT, 1)),
                plan(mixture, Joining.ALONE, BatchShape.packed(40, SHORT)),
                plan(mixture, Joining.ALONE, new BatchShape(31, SHORT, Packing.JOINED, 1)),
                plan(PrefixLm.t5(), Joining.SEPARATED, BatchShape.padded(37, SHORT)),
                plan(mixture, Joining.ALONE, BatchShape.padded(64, SHORT)),
                plan(new CausalLm(), Joining.CONCATENATED, BatchShape.padded(33, SHORT)));
    }

    static Stream<BatchPlan> plansThatKeepExamples() {
        return plans().filter(plan -> plan.shape().packing() != Packing.JOINED);
    }

    private static BatchPlan plan(Objective objective, Joining joining, BatchShape shape) {
        return new BatchPlan(BYTES, objective, joining, shape, SEED);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void a_feed_resumed_at_any_batch_goes_on_as_if_never_stopped(BatchPlan plan) {
        Pipeline<Document> texts = Texts.random(SEED, 1000, 90);
        List<Batch> batches = new ArrayList<>();
        List<Position> positions = new ArrayList<>();
        try (BatchFeed feed = BatchFeed.open(texts, plan, Position.START, 1)) {
            positions.add(feed.position());
            while (feed.advance()) {
                batches.add(feed.current());
                positions.add(feed.position());
            }
        }
        assertThat(batches).hasSizeGreaterThan(50);
        for (int i = 0; i < batches.size(); i++) {
            try (BatchFeed resumed = BatchFeed.open(texts, plan, positions.get(i), 1)) {
                assertThat(resumed.advance()).isTrue();
                assertThat(resumed.current()).isEqualTo(batches.get(i));
                assertThat(resumed.position()).isEqualTo(positions.get(i + 1));
            }
        }
        try (BatchFeed atEnd = BatchFeed.open(texts, plan, positions.get(batches.size()), 1)) {
            assertThat(atEnd.advance()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void the_number_of_threads_changes_nothing(BatchPlan plan) {
        Pipeline<Document> texts = Texts.random(SEED, 1500, 60);
        List<Batch> inTurn = all(texts, plan, 0);
        assertThat(all(texts, plan, 1)).isEqualTo(inTurn);
        assertThat(all(texts, plan, 3)).isEqualTo(inTurn);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void an_endless_feed_resumes_in_a_later_epoch(BatchPlan plan) {
        Pipeline<Document> endless = new Repeated<>(Texts.random(SEED, 100, 60));
        Position position = Position.START;
        List<Batch> expected = new ArrayList<>();
        try (BatchFeed feed = BatchFeed.open(endless, plan, Position.START, 1)) {
            for (int i = 0; i < 150; i++) {
                assertThat(feed.advance()).isTrue();
                position = i == 119 ? feed.position() : position;
                expected.add(feed.current());
            }
        }
        try (BatchFeed feed = BatchFeed.open(endless, plan, position, 1)) {
            for (int i = 120; i < 150; i++) {
                assertThat(feed.advance()).isTrue();
                assertThat(feed.current()).isEqualTo(expected.get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("plansThatKeepExamples")
    void batches_hold_each_example_once(BatchPlan plan) {
        Pipeline<Document> texts = Texts.random(SEED, 1500, 60);
        List<String> packed = new ArrayList<>();
        for (Batch batch : all(texts, plan, 1)) {
            packed.addAll(
                    BatchReader.examples(batch).stream().map(Example::toString).toList());
        }
        List<String> made = new ArrayList<>();
        try (ExampleFeed feed = ExampleFeed.open(texts, plan, Position.START)) {
            while (feed.advance()) {
                made.add(feed.current().toString());
            }
        }
        assertThat(packed).containsExactlyInAnyOrderElementsOf(made);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void the_last_batch_is_filled_up_with_empty_rows(BatchPlan plan) {
        List<Batch> batches = all(Texts.of("en", "a short text", "another"), plan, 1);
        Batch last = batches.get(batches.size() - 1);
        assertThat(last.rows()).isEqualTo(plan.shape().rows());
        int row = last.rows() - 1;
        assertThat(last.labels().get(row)).isEmpty();
        for (int column = 0; column < last.encoder().segmentIds().columns(); column++) {
            assertThat(last.encoder().segmentIds().at(row, column)).isZero();
        }
    }

    @Test
    void documents_of_different_languages_never_share_an_example() {
        Pipeline<Document> texts = Texts.random(SEED, 1500, 20);
        BatchPlan plan = plan(SpanCorruption.t5(), Joining.CONCATENATED, BatchShape.packed(4, SHORT));
        TreeMap<String, Long> tokens = new TreeMap<>();
        try (ExampleFeed feed = ExampleFeed.open(texts, plan, Position.START)) {
            while (feed.advance()) {
                tokens.merge(
                        feed.current().label().language(), (long) feed.source().size(), Long::sum);
            }
        }
        TreeMap<String, Long> characters = new TreeMap<>();
        for (Document document : Texts.random(SEED, 1500, 20).documents()) {
            characters.merge(document.language(), (long) document.text().length(), Long::sum);
        }
        assertThat(tokens).isEqualTo(characters);
    }

    @Test
    void separated_documents_end_with_the_end_of_sequence() {
        BatchPlan plan = plan(PrefixLm.t5(), Joining.SEPARATED, BatchShape.packed(1, SHORT));
        try (ExampleFeed feed = ExampleFeed.open(Texts.of("en", "ab", "", "c"), plan, Position.START)) {
            assertThat(feed.advance()).isTrue();
            assertThat(feed.source().toArray()).containsExactly('a' + 3, 'b' + 3, 1, 'c' + 3, 1);
            assertThat(feed.advance()).isFalse();
        }
    }

    @Test
    void documents_without_tokens_and_single_tokens_are_counted() {
        BatchPlan plan = plan(SpanCorruption.t5(), Joining.ALONE, BatchShape.packed(1, SHORT));
        try (BatchFeed feed = BatchFeed.open(Texts.of("en", "", "x", "ab", "", "y"), plan, Position.START, 1)) {
            assertThat(feed.advance()).isTrue();
            assertThat(feed.current().examples()).isEqualTo(1);
            assertThat(feed.advance()).isFalse();
            assertThat(feed.omissions().total()).isEqualTo(new Skipped(2, 2, 0, 0));
        }
    }

    @Test
    void examples_with_fewer_gaps_than_asked_for_are_counted() {
        Lengths lengths = new Lengths(512, 512);
        BatchPlan plan = plan(new SpanCorruption(0.5, 1), Joining.CONCATENATED, BatchShape.packed(1, lengths));
        try (BatchFeed feed = BatchFeed.open(Texts.of("en", "x".repeat(612)), plan, Position.START, 1)) {
            assertThat(feed.advance()).isTrue();
            assertThat(feed.omissions().total().overflowing()).isPositive();
        }
        BatchPlan usual = plan(SpanCorruption.t5(), Joining.CONCATENATED, BatchShape.packed(1, lengths));
        try (BatchFeed feed = BatchFeed.open(Texts.of("en", "x".repeat(612)), usual, Position.START, 1)) {
            assertThat(feed.advance()).isTrue();
            assertThat(feed.omissions().total()).isEqualTo(Skipped.NONE);
        }
    }

    @Test
    void text_without_a_usable_token_is_refused() {
        BatchPlan plan = plan(SpanCorruption.t5(), Joining.ALONE, BatchShape.packed(1, SHORT));
        try (BatchFeed feed = BatchFeed.open(Texts.of("en", "", "x", ""), plan, Position.START, 1)) {
            assertThatThrownBy(feed::advance)
                    .isInstanceOf(Refusal.class)
                    .hasMessage(
                            "list: no text that something can be learnt from: 2 documents without a token, 1 with one");
        }
        try (BatchFeed feed = BatchFeed.open(Texts.of("en"), plan, Position.START, 1)) {
            assertThatThrownBy(feed::advance).hasMessage("data: the sources hold no document");
        }
    }

    @Test
    void an_endless_feed_without_a_usable_token_is_refused_too() {
        BatchPlan plan = plan(SpanCorruption.t5(), Joining.ALONE, BatchShape.packed(1, SHORT));
        try (BatchFeed feed = BatchFeed.open(new Repeated<>(Texts.of("en", "")), plan, Position.START, 1)) {
            assertThatThrownBy(feed::advance).isInstanceOf(Refusal.class).hasMessageStartingWith("list: no text");
        }
    }

    @Test
    void a_failure_of_the_source_reaches_the_reader_of_batches() {
        BatchPlan plan = plan(SpanCorruption.t5(), Joining.ALONE, BatchShape.packed(1, SHORT));
        try (BatchFeed feed = BatchFeed.open(broken(), plan, Position.START, 2)) {
            assertThatThrownBy(feed::advance).isInstanceOf(Refusal.class).hasMessage("x.jsonl: line 3: broken");
        }
    }

    @Test
    void tokens_are_learnt_from_like_the_text_they_stand_for() {
        Pipeline<Document> texts = Texts.random(SEED, 100, 60);
        BatchPlan plan = plan(SpanCorruption.t5(), Joining.CONCATENATED, BatchShape.packed(4, SHORT));
        assertThat(all(new TokensOf(texts, BYTES::encode), plan, 2)).isEqualTo(all(texts, plan, 2));
    }

    @Test
    void tokens_of_another_vocabulary_are_refused() {
        int size = BYTES.vocabulary().size();
        Pipeline<TokenizedDocument> foreign = new TokensOf(Texts.of("en", "abc"), text -> Tokens.of(5, size));
        BatchPlan plan = plan(SpanCorruption.t5(), Joining.CONCATENATED, BatchShape.packed(4, SHORT));
        assertThatThrownBy(() -> all(foreign, plan, 1))
                .isInstanceOf(Refusal.class)
                .hasMessage("list: ids must be in [0, %d), the tokenizer's, got %d", size, size);
    }

    private static Pipeline<Document> broken() {
        return (position, seed) -> new Feed<>() {
            @Override
            public boolean advance() {
                throw Refusal.at("x.jsonl: line 3", "broken");
            }

            @Override
            public Document current() {
                throw new IllegalStateException();
            }

            @Override
            public Position position() {
                return Position.START;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private static List<Batch> all(Pipeline<? extends Material> texts, BatchPlan plan, int threads) {
        List<Batch> batches = new ArrayList<>();
        try (BatchFeed feed = BatchFeed.open(texts, plan, Position.START, threads)) {
            while (feed.advance()) {
                batches.add(feed.current());
            }
        }
        return batches;
    }
}
