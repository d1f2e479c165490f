package dev.cloze.seqio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.data.random.SeqioCases;
import dev.cloze.objective.noise.SpanLengths;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanLengthsTest {

    @ParameterizedTest
    @CsvSource({
        "512, 0.15, 3, 568, 114",
        "512, 0.5, 3, 766, 512",
        "512, 0.5, 64, 1006, 512",
        "1024, 0.15, 3, 1137, 229",
        "16, 0.15, 3, 17, 5",
        "2048, 0.25, 128, 2723, 687"
    })
    void lengths_equal_the_table(int inputs, double density, double mean, int tokens, int targets) {
        assertThat(SpanLengths.of(new SpanLengths.Plan(inputs, density, mean)))
                .isEqualTo(new SpanLengths(tokens, targets));
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> lengths_equal_t5() {
        return SeqioCases.tests("helper", SpanLengthsTest::compare);
    }

    private static void compare(JsonNode goldenCase) {
        JsonNode args = goldenCase.get("spec").get("args");
        SpanLengths.Plan plan = new SpanLengths.Plan(
                args.get("inputs_length").asInt(),
                args.get("noise_density").asDouble(),
                args.get("mean_noise_span_length").asDouble(),
                args.get("extra_tokens_per_span_inputs").asInt(),
                args.get("extra_tokens_per_span_targets").asInt());
        int[] expected = SeqioFunctions.ints(goldenCase.get("output"));
        assertThat(SpanLengths.of(plan)).isEqualTo(new SpanLengths(expected[0], expected[1]));
    }
}
