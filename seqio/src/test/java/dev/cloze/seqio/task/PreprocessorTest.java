package dev.cloze.seqio.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.data.random.SeqioCases;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.OutputFeature;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.seqio.dataset.MapSeeds;
import dev.cloze.seqio.step.EndOfSequence;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PreprocessorTest {

    private static final int MOST_ELEMENTS = 300;

    @Test
    void span_corruption_of_the_worked_documents_holds() {
        List<Features> made = made(T5Objectives.spanCorruption(0.5, 3, true, 0), 16, 16, 84);
        assertThat(made).hasSize(4);
        assertThat(made.get(3).tokens("inputs")).isEqualTo(Tokens.of(516, 517, 518, 32099, 1));
        assertThat(made.get(3).tokens("targets")).isEqualTo(Tokens.of(32099, 519, 520, 521, 522, 1));
        assertThat(made.get(0).tokens("inputs"))
                .isEqualTo(Tokens.of(
                        100, 32099, 103, 104, 105, 32098, 108, 109, 110, 111, 112, 32097, 118, 119, 32096, 1));
    }

    @Test
    void a_prefix_of_one_token_reads_nothing() {
        List<Features> made = made(T5Objectives.prefixLm(0.5), 16, 16, 84);
        assertThat(made.get(4).tokens("inputs")).isEqualTo(Tokens.of(1));
        assertThat(made.get(4).tokens("targets")).isEqualTo(Tokens.of(400, 1));
        assertThat(made.get(0).tokens("targets")).isEqualTo(Tokens.of(111, 112, 113, 114, 1));
    }

    @Test
    void targets_that_are_too_short_are_refused() {
        assertThatThrownBy(() -> made(T5Objectives.spanCorruption(0.5, 3, true, 0), 16, 8, 0))
                .isInstanceOf(Refusal.class)
                .hasMessage("span corruption makes targets of 16 tokens; their sequence length is 8");
    }

    private static List<Features> made(Preprocessor objective, int inputs, int targets, long seed) {
        TaskContext context = new TaskContext(
                Map.of("inputs", inputs, "targets", targets),
                Map.of("inputs", feature(), "targets", feature()),
                new MapSeeds.Counter(seed));
        Dataset<Features> documents = Dataset.of(List.of(
                document(100, 130), document(200, 207), document(300, 312), document(400, 401), document(500, 523)));
        return Preprocessor.chain(List.of(objective, new EndOfSequence(true))).apply(documents, context).stream()
                .toList();
    }

    private static OutputFeature feature() {
        return new OutputFeature(32100, 1, text -> Tokens.EMPTY, true);
    }

    private static Features document(int from, int to) {
        return Features.of("targets", Tokens.of(IntStream.range(from, to).toArray()));
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> elements_equal_t5_and_seqio() {
        return SeqioCases.tests("preprocess", PreprocessorTest::compare);
    }

    private static void compare(JsonNode goldenCase) {
        JsonNode spec = goldenCase.get("spec");
        Preprocessor steps = SeqioSteps.steps(spec.get("preprocessors"));
        Dataset<Features> elements = Dataset.of(SeqioSteps.tokenElements(spec.get("elements")));
        List<Features> made = steps.apply(elements, SeqioSteps.context(spec)).stream()
                .limit(MOST_ELEMENTS)
                .toList();
        SeqioCases.assertStream(goldenCase, SeqioSteps.written(made));
    }
}
