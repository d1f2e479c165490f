package dev.cloze.seqio.megatron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.data.indexed.MegatronCases;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BlendTest {

    @Test
    void the_one_furthest_behind_its_share_is_next() {
        Blend blend = Blend.byWeights(new double[] {.7, .2, .1}, 12);
        assertThat(datasets(blend)).containsExactly(0, 1, 0, 2, 0, 0, 1, 0, 0, 0, 0, 1);
        assertThat(samples(blend)).containsExactly(0, 0, 1, 0, 2, 3, 1, 4, 5, 6, 7, 2);
    }

    @Test
    void what_cannot_be_blended_is_refused() {
        assertThatThrownBy(() -> Blend.byWeights(new double[] {0, 0}, 3))
                .isInstanceOf(Refusal.class)
                .hasMessage("a blend's weights must not be negative and not all 0, got [0.0, 0.0]");
        assertThatThrownBy(() -> Splits.parse("1..2"))
                .isInstanceOf(Refusal.class)
                .hasMessage("split: must be numbers such as 949,30,1, got '1..2'");
        assertThatThrownBy(() -> Splits.parse("0,0"))
                .isInstanceOf(Refusal.class)
                .hasMessage("split: must be up to three numbers that are not all 0, got '0,0'");
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> orders_equal_megatron() {
        return MegatronCases.tests("blend.jsonl.zst", c -> c.has("helper"), c -> {
            Blend blend = c.has("weights")
                    ? Blend.byWeights(doubles(c.get("weights")), c.get("size").asInt())
                    : Blend.exhaustive(Arrays.stream(MegatronCases.ints(c.get("sizes")))
                            .asLongStream()
                            .toArray());
            compare(c, blend);
        });
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> splits_equal_megatron() {
        return MegatronCases.tests("blend.jsonl.zst", c -> c.has("normalised"), c -> {
            Splits splits = Splits.parse(c.get("split").asText());
            assertThat(splits.shares())
                    .isEqualTo(
                            Arrays.stream(doubles(c.get("normalised"))).boxed().toList());
            List<Optional<Splits.Range>> ranges = splits.ranges();
            for (int i = 0; i < ranges.size(); i++) {
                JsonNode expected = c.get("matrix").get(i);
                assertThat(ranges.get(i).isPresent()).isEqualTo(!expected.isNull());
                ranges.get(i).ifPresent(range -> {
                    assertThat(range.begin()).isEqualTo(expected.get(0).asDouble());
                    assertThat(range.end()).isEqualTo(expected.get(1).asDouble());
                });
            }
        });
    }

    private static void compare(JsonNode expected, Blend blend) {
        assertThat(datasets(blend)).isEqualTo(MegatronCases.ints(expected.get("dataset_index")));
        assertThat(samples(blend)).isEqualTo(MegatronCases.ints(expected.get("dataset_sample_index")));
    }

    private static int[] datasets(Blend blend) {
        return IntStream.range(0, blend.size()).map(blend::dataset).toArray();
    }

    private static int[] samples(Blend blend) {
        return IntStream.range(0, blend.size())
                .map(step -> (int) blend.sample(step))
                .toArray();
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        Arrays.setAll(values, i -> array.get(i).asDouble());
        return values;
    }
}
