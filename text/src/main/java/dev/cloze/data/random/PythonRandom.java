package dev.cloze.data.random;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Python's {@code random.Random}. */
public final class PythonRandom {

    private final MersenneTwister twister;

    /** {@code Random(seed)} for an integer; a negative one gives what its absolute value gives. */
    public PythonRandom(long seed) {
        long size = Math.abs(seed);
        int high = (int) (size >>> 32);
        twister = high == 0 ? MersenneTwister.ofKey((int) size) : MersenneTwister.ofKey((int) size, high);
    }

    /** {@code random()}: a number in [0, 1). */
    public double nextDouble() {
        return twister.nextDouble();
    }

    /** {@code randrange(bound)}. */
    public int below(int bound) {
        int shift = Integer.numberOfLeadingZeros(bound);
        int value = twister.nextInt() >>> shift;
        while (value >= bound) {
            value = twister.nextInt() >>> shift;
        }
        return value;
    }

    /** {@code shuffle} in place. */
    public void shuffle(List<?> values) {
        for (int i = values.size() - 1; i > 0; i--) {
            Collections.swap(values, i, below(i + 1));
        }
    }

    /** One draw of {@code choices(range(len(weights)), weights)}. */
    public int choice(double[] weights) {
        double[] cumulative = weights.clone();
        Arrays.parallelPrefix(cumulative, Double::sum);
        double point = nextDouble() * cumulative[weights.length - 1];
        int index = 0;
        while (index < weights.length - 1 && cumulative[index] <= point) {
            index++;
        }
        return index;
    }
}
