package dev.cloze.seqio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.data.random.SeqioCases;
import dev.cloze.data.random.StatelessSeed;
import dev.cloze.objective.noise.NoiseFunction;
import dev.cloze.objective.noise.NoiseMask;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NoiseFunctionTest {

    private static final NoiseFunction INPUTS = new NoiseFunction.SpanToUniqueSentinel(true);
    private static final NoiseFunction TARGETS = new NoiseFunction.SpanToUniqueSentinel(false);

    @Test
    void worked_vectors_of_span_corruption_hold() {
        assertDenoised(20, 0.15, 3, new StatelessSeed(1, 2), counting(100, 117, 32099), tokens(32099, 117, 118, 119));
        assertDenoised(
                16,
                0.3,
                2,
                new StatelessSeed(123, 456),
                tokens(100, 101, 102, 103, 104, 105, 106, 32099, 110, 111, 112, 113, 32098),
                tokens(32099, 107, 108, 109, 32098, 114, 115));
        assertDenoised(2, 0.5, 3, new StatelessSeed(3, 9), tokens(100, 32099), tokens(32099, 101));
        assertDenoised(1, 0.15, 3, new StatelessSeed(3, 9), tokens(100), tokens(32099));
    }

    private static void assertDenoised(
            int length, double density, double mean, StatelessSeed seed, Tokens inputs, Tokens targets) {
        Tokens source = counting(100, 100 + length);
        List<StatelessSeed> seeds = seed.split(6);
        boolean[] mask = new NoiseMask.RandomSpans(mean).draw(length, density, seeds);
        assertThat(INPUTS.apply(source, mask, 32100, seeds)).isEqualTo(inputs);
        assertThat(TARGETS.apply(source, mask, 32100, seeds)).isEqualTo(targets);
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> noise_equals_t5() {
        return SeqioCases.tests("noise", NoiseFunctionTest::compare);
    }

    private static void compare(JsonNode goldenCase) {
        JsonNode spec = goldenCase.get("spec");
        Tokens noised = SeqioFunctions.noise(spec.get("noise"))
                .apply(
                        SeqioFunctions.tokens(spec.get("tokens")),
                        SeqioFunctions.flags(spec.get("noise_mask")),
                        spec.get("vocabulary").get("size").asInt(),
                        SeqioFunctions.seeds(spec.get("seeds")));
        assertThat(noised).isEqualTo(SeqioFunctions.tokens(goldenCase.get("output")));
    }

    private static Tokens counting(int from, int to, int... more) {
        return Tokens.of(
                IntStream.concat(IntStream.range(from, to), IntStream.of(more)).toArray());
    }

    private static Tokens tokens(int... ids) {
        return Tokens.of(ids);
    }
}
