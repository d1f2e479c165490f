package dev.cloze.seqio.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.data.random.SeqioCases;
import dev.cloze.data.random.StatelessSeed;
import dev.cloze.objective.noise.NoiseMask;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NoiseMaskTest {

    private static final List<StatelessSeed> SEEDS = List.of(new StatelessSeed(1, 2), new StatelessSeed(3, 4));

    @Test
    void spans_begin_with_a_kept_token_and_end_with_noise() {
        boolean[] mask = new NoiseMask.RandomSpans(3).draw(100, 0.15, SEEDS);
        assertThat(mask[0]).isFalse();
        assertThat(mask[99]).isTrue();
    }

    @Test
    void a_prefix_of_ten_tokens_has_two() {
        boolean[] mask = new NoiseMask.RandomPrefix().draw(10, 0.5, SEEDS);
        assertThat(mask).containsExactly(true, true, false, false, false, false, false, false, false, false);
    }

    @Test
    void more_spans_than_kept_tokens_are_refused() {
        assertThatThrownBy(() -> new NoiseMask.RandomSpans(1).draw(3, 0.5, SEEDS))
                .isInstanceOf(Refusal.class)
                .hasMessage("2 spans need as many tokens that are kept and as many that are not, got 1 and 2");
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> masks_equal_t5() {
        return SeqioCases.tests("mask", NoiseMaskTest::compare);
    }

    private static void compare(JsonNode goldenCase) {
        JsonNode spec = goldenCase.get("spec");
        NoiseMask mask = SeqioFunctions.mask(spec.get("mask"));
        int length = spec.get("length").asInt();
        double density = spec.get("noise_density").asDouble();
        List<StatelessSeed> seeds = SeqioFunctions.seeds(spec.get("seeds"));
        if (goldenCase.has("error")) {
            assertThatThrownBy(() -> mask.draw(length, density, seeds)).isInstanceOf(Refusal.class);
        } else {
            assertThat(mask.draw(length, density, seeds)).isEqualTo(SeqioFunctions.flags(goldenCase.get("output")));
        }
    }
}
