package dev.cloze.data.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 16, 17, 1000, 4097})
    void every_number_comes_once(long size) {
        for (long seed = 0; seed < 20; seed++) {
            Permutation order = new Permutation(size, new Seed(seed));
            assertThat(LongStream.range(0, size).map(order::at).sorted())
                    .containsExactlyElementsOf(LongStream.range(0, size).boxed().toList());
        }
    }

    @Test
    void seeds_give_different_orders() {
        assertThat(order(1)).isEqualTo(order(1)).isNotEqualTo(order(2));
    }

    @Test
    void neighbours_are_torn_apart() {
        long[] order = order(3);
        long neighbours = LongStream.range(1, order.length)
                .filter(i -> Math.abs(order[(int) i] - order[(int) i - 1]) == 1)
                .count();
        assertThat(neighbours).isLessThan(20);
    }

    @Test
    void large_sizes_stay_inside() {
        long size = (1L << 40) + 12345;
        Permutation order = new Permutation(size, new Seed(5));
        assertThat(LongStream.range(size - 1000, size).map(order::at).distinct())
                .hasSize(1000)
                .allSatisfy(at -> assertThat(at).isBetween(0L, size - 1));
    }

    private static long[] order(long seed) {
        Permutation order = new Permutation(1000, new Seed(seed));
        return LongStream.range(0, 1000).map(order::at).toArray();
    }
}
