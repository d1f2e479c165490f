package dev.cloze.data.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomTest {

    @Test
    void the_twisters_equal_the_standard_library_of_c_plus_plus() {
        assertThat(new MersenneTwister(5489).nextInt()).isEqualTo((int) 3499211612L);
        MersenneTwister twister = new MersenneTwister(1234);
        assertThat(twister.nextInt()).isEqualTo(822569775);
        assertThat(twister.nextInt()).isEqualTo(2137449171);
        assertThat(new MersenneTwister64(5489).nextLong()).isEqualTo(Long.parseUnsignedLong("14514284786278117030"));
        assertThat(new MersenneTwister64(1235).nextLong()).isEqualTo(Long.parseUnsignedLong("12475983374653888083"));
    }

    @Test
    void numpy_draws_as_numpy() {
        NumpyRandom random = new NumpyRandom(1234);
        assertThat(random.nextDouble()).isCloseTo(.19151945, within(1e-8));
        assertThat(random.nextDouble()).isCloseTo(.62210877, within(1e-8));
        NumpyRandom trials = new NumpyRandom(1234);
        assertThat(IntStream.range(0, 6).mapToLong(i -> trials.geometric(.2))).containsExactly(1L, 5L, 3L, 7L, 7L, 2L);
        NumpyRandom choices = new NumpyRandom(1234);
        assertThat(IntStream.range(0, 5).map(i -> 1 + choices.choice(new double[] {.5, .3, .2})))
                .containsExactly(1, 2, 1, 2, 2);
        assertThat(new NumpyRandom(7).permutation(6)).containsExactly(3, 5, 0, 2, 1, 4);
        assertThat(new NumpyRandom(0).permutation(20))
                .containsExactly(18, 1, 19, 8, 10, 17, 6, 13, 4, 2, 5, 14, 9, 7, 16, 11, 3, 0, 15, 12);
    }

    @Test
    void numbers_of_trials_have_the_mean_of_their_distribution() {
        for (double p : new double[] {0.2, 0.5, 1}) {
            NumpyRandom random = new NumpyRandom(1);
            assertThat(IntStream.range(0, 20_000)
                            .mapToLong(i -> random.geometric(p))
                            .average()
                            .orElseThrow())
                    .isCloseTo(1 / p, within(0.1));
        }
    }

    @Test
    void python_draws_as_python() {
        PythonRandom random = new PythonRandom(42);
        assertThat(random.nextDouble()).isEqualTo(0.6394267984578837);
        assertThat(random.nextDouble()).isEqualTo(0.025010755222666936);
        List<Integer> values = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
        new PythonRandom(42).shuffle(values);
        assertThat(values).containsExactly(3, 1, 2, 4, 0, 5);
        assertThat(new PythonRandom(-42).nextDouble()).isEqualTo(new PythonRandom(42).nextDouble());
        assertThat(new PythonRandom(1L << 40).nextDouble()).isEqualTo(0.1036394562812375);
        PythonRandom choices = new PythonRandom(3);
        assertThat(IntStream.range(0, 6).map(i -> choices.choice(new double[] {1, 2, 3})))
                .containsExactly(1, 2, 1, 2, 2, 0);
        PythonRandom below = new PythonRandom(3);
        assertThat(IntStream.range(0, 6).map(i -> below.below(10))).containsExactly(3, 9, 8, 2, 5, 9);
    }
}
