package dev.cloze.batch.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Packing;
import dev.cloze.batch.Skipped;
import dev.cloze.batch.cut.ExampleFeed;
import dev.cloze.data.Document;
import dev.cloze.data.Material;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import dev.cloze.data.step.Trim;
import dev.cloze.objective.CausalLm;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.task.Joining;
import dev.cloze.task.Learning;
import dev.cloze.task.Recipe;
import dev.cloze.task.Recipes;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks of different recipes in one stream. */
class RecipesTest {

    private static final ByteTokenizer BYTES = ByteTokenizer.of();
    private static final Seed SEED = new Seed(3);
    private static final Recipe GAPS = Recipe.of(new Learning.Denoising(SpanCorruption.t5(), Joining.CONCATENATED));
    private static final Recipe PAIRS = recipe(new Learning.Pair("text", "targets"));

    private static Recipe recipe(Learning learning) {
        return new Recipe(List.of(), Joining.CONCATENATED, learning);
    }

    private static BatchPlan plan(BatchShape shape, Recipe usual, Map<Integer, Recipe> others) {
        return new BatchPlan(BYTES, new Recipes(usual, others), shape, SEED);
    }

    private static Document pair(String source, String inputs, String targets) {
        return new Document(inputs, "en", source, Map.of("targets", targets));
    }

    @Test
    void a_pair_is_read_and_written_as_it_stands() {
        List<Example> examples = examples(
                new Texts(List.of(pair("qa", "two and two?", "four"), pair("qa", "ja?", ""))),
                plan(BatchShape.packed(2, new Lengths(32, 16)), PAIRS, Map.of()));
        assertThat(examples)
                .containsExactly(
                        new Example(ended("two and two?"), ended("four"), new Example.Label("en", "qa", "qa", 0)),
                        new Example(ended("ja?"), ended(""), new Example.Label("en", "qa", "qa", 0)));
    }

    @Test
    void what_is_longer_than_a_row_is_cut_before_its_end_and_counted() {
        BatchPlan plan = plan(BatchShape.packed(1, new Lengths(8, 4)), PAIRS, Map.of());
        Pipeline<Document> texts = new Texts(List.of(pair("qa", "0123456", "abc"), pair("qa", "01234567", "abcd")));
        assertThat(examples(texts, plan))
                .extracting(Example::inputs, Example::targets)
                .containsExactly(tuple(ended("0123456"), ended("abc")), tuple(ended("0123456"), ended("abc")));
        try (BatchFeed feed = BatchFeed.open(texts, plan, Position.START, 1)) {
            feed.advance();
            assertThat(feed.omissions().total()).isEqualTo(new Skipped(0, 0, 0, 2));
        }
    }

    @Test
    void an_example_says_the_source_that_it_begins_in() {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            String source = List.of("a", "b", "c").get(i * i % 7 % 3);
            documents.add(new Document(source.repeat(5 + i), "en", source, Map.of()));
        }
        for (Packing packing : List.of(Packing.FITTED, Packing.BEST_FIT)) {
            BatchShape shape = new BatchShape(2, new Lengths(32, 16), packing, 1);
            BatchPlan plan = plan(shape, GAPS, Map.of());
            Set<String> seen = new HashSet<>();
            try (ExampleFeed feed = ExampleFeed.open(new Texts(documents), plan, Position.START)) {
                while (feed.advance()) {
                    String source = feed.current().label().source();
                    assertThat(BYTES.decode(feed.source())).startsWith(source);
                    seen.add(source);
                }
            }
            assertThat(seen).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void each_task_keeps_its_recipe_in_a_common_stream() {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            documents.add(pair("qa", "question " + i, "answer " + i).ofTask(1));
            documents.add(Texts.document("running text of document " + i, "en"));
        }
        BatchPlan plan = plan(BatchShape.packed(4, new Lengths(64, 32)), GAPS, Map.of(1, PAIRS));
        List<Example> examples = examples(new Texts(documents), plan);
        assertThat(examples.stream().filter(e -> e.label().denoiser().equals("qa")))
                .hasSize(60);
        assertThat(examples.stream().filter(e -> e.label().denoiser().startsWith("R")))
                .hasSizeGreaterThan(10);
        assertThat(inBatches(new Texts(documents), plan)).isEqualTo(examples.size());

        List<Document> texts =
                documents.stream().filter(d -> d.source().equals("list")).toList();
        List<Example> alone = examples(new Texts(texts), plan(plan.shape(), GAPS, Map.of()));
        assertThat(examples).containsAll(alone);
    }

    @Test
    void a_task_finds_its_recipe_whatever_its_source_is_called() {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            documents.add(pair("same", "question " + i, "answer " + i).ofTask(1));
            documents.add(pair("same", "running text of document " + i, "not written"));
        }
        BatchPlan plan = plan(BatchShape.packed(4, new Lengths(64, 32)), GAPS, Map.of(1, PAIRS));
        List<Example> examples = examples(new Texts(documents), plan);
        List<Example> pairs =
                examples.stream().filter(e -> e.label().task() == 1).toList();
        assertThat(pairs)
                .hasSize(20)
                .allSatisfy(pair -> assertThat(BYTES.decode(pair.targets())).startsWith("answer "));
        assertThat(examples.stream().filter(e -> e.label().task() == 0))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.label().denoiser()).startsWith("R"));
        assertThat(examples).extracting(e -> e.label().source()).containsOnly("same");
    }

    @Test
    void a_row_of_a_batch_says_the_index_of_its_task() {
        BatchPlan plan = plan(BatchShape.padded(1, new Lengths(64, 32)), GAPS, Map.of(5, PAIRS));
        Texts texts = new Texts(List.of(pair("same", "question", "answer").ofTask(5)));
        try (BatchFeed feed = BatchFeed.open(texts, plan, Position.START, 1)) {
            assertThat(feed.advance()).isTrue();
            assertThat(feed.current().task(0)).isEqualTo(5);
        }
    }

    @Test
    void steps_over_tokens_come_before_the_objective() {
        Recipe trimmed =
                new Recipe(List.of(new Trim(5)), Joining.ALONE, new Learning.Denoising(new CausalLm(), Joining.ALONE));
        List<Example> examples = examples(
                Texts.of("en", "abcdefgh", "xyz"), plan(BatchShape.padded(2, new Lengths(16, 16)), trimmed, Map.of()));
        assertThat(examples)
                .extracting(example -> BYTES.decode(example.targets()))
                .containsExactly("abcde", "xyz");
        assertThatThrownBy(() -> new Recipe(List.of(new Trim(5)), Joining.ALONE, new Learning.Pair("a", "b")))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void two_runs_of_lm_adaptation_fill_a_row_on_both_sides() {
        String text = IntStream.range(0, 3200)
                .mapToObj(i -> "" + (char) ('a' + i % 26))
                .reduce("", String::concat);
        Recipe recipe = recipe(new Learning.LmAdaptation());
        BatchPlan plan = plan(BatchShape.packed(5, new Lengths(32, 32)), recipe, Map.of());
        List<Example> examples = examples(Texts.of("en", text), plan);
        Tokens joined = examples.stream()
                .map(example -> example.inputs().concat(example.targets()))
                .reduce(Tokens.EMPTY, Tokens::concat);
        assertThat(joined).isEqualTo(ended(text));
        for (int i = 0; i < 96; i += 2) {
            assertThat(examples.get(i).inputs().size()
                            + examples.get(i + 1).inputs().size())
                    .isEqualTo(32);
        }
        try (BatchFeed feed = BatchFeed.open(Texts.of("en", text.substring(0, 3199)), plan, Position.START, 2)) {
            while (feed.advance()) {
                assertThat(feed.current().encoder().segmentIds().shared()).doesNotContain(0);
                assertThat(feed.current().decoder().segmentIds().shared()).doesNotContain(0);
            }
        }
        assertThatThrownBy(() -> examples(
                        Texts.of("en", text), plan(BatchShape.packed(1, new Lengths(32, 16)), recipe, Map.of())))
                .hasMessage("LM adaptation needs batch.inputs and batch.targets to be the same, got 32 and 16");
    }

    private static Tokens ended(String text) {
        return BYTES.encode(text).append(BYTES.vocabulary().eosId());
    }

    private static List<Example> examples(Pipeline<? extends Material> texts, BatchPlan plan) {
        List<Example> examples = new ArrayList<>();
        try (ExampleFeed feed = ExampleFeed.open(texts, plan, Position.START)) {
            while (feed.advance()) {
                examples.add(feed.current());
            }
        }
        return examples;
    }

    private static int inBatches(Pipeline<? extends Material> texts, BatchPlan plan) {
        int examples = 0;
        try (BatchFeed feed = BatchFeed.open(texts, plan, Position.START, 2)) {
            while (feed.advance()) {
                examples += feed.current().examples();
            }
        }
        return examples;
    }
}
