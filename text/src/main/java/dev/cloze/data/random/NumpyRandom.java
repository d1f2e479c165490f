package dev.cloze.data.random;

/** numpy's legacy {@code RandomState}: the generator behind {@code numpy.random.seed}. */
public final class NumpyRandom {

    private static final double SEARCH_FROM = 1.0 / 3;

    private final MersenneTwister twister;

    /** {@code RandomState(seed)} for a seed below 2³². */
    public NumpyRandom(int seed) {
        twister = new MersenneTwister(seed);
    }

    /** {@code random_sample()}: a number in [0, 1). */
    public double nextDouble() {
        return twister.nextDouble();
    }

    /** An integer in [0, max], by rejection. */
    public int interval(int max) {
        if (max == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int value = twister.nextInt() & mask;
        while (value > max) {
            value = twister.nextInt() & mask;
        }
        return value;
    }

    /** {@code shuffle} in place. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = interval(i);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    /** {@code permutation} of 0..count-1. */
    public int[] permutation(int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        shuffle(values);
        return values;
    }

    /** {@code geometric}: how many trials of probability {@code p} until the first success. */
    public long geometric(double p) {
        if (p < SEARCH_FROM) {
            return (long) Math.ceil(Math.log1p(-nextDouble()) / Math.log(1 - p));
        }
        double u = nextDouble();
        double product = p;
        double sum = p;
        long trials = 1;
        while (u > sum) {
            product *= 1 - p;
            sum += product;
            trials++;
        }
        return trials;
    }

    /** One draw of {@code choice(len(p), p=p)}: an index with the probabilities given. */
    public int choice(double[] p) {
        double[] cumulative = p.clone();
        for (int i = 1; i < p.length; i++) {
            cumulative[i] += cumulative[i - 1];
        }
        double u = nextDouble();
        int index = 0;
        while (index < p.length - 1 && cumulative[index] / cumulative[p.length - 1] <= u) {
            index++;
        }
        return index;
    }
}
