package dev.cloze.seqio.megatron;

import dev.cloze.Refusal;
import java.util.Arrays;

/** The order in which samples of several data sets are taken: at each step from the one that is furthest behind its share. */
public final class Blend {

    private static final double SURPLUS = 0.005;

    private final int[] dataset;
    private final long[] sample;

    private Blend(Counts counts) {
        dataset = counts.dataset;
        sample = counts.sample;
    }

    /** {@code size} steps by weights. */
    public static Blend byWeights(double[] weights, int size) {
        requireWeights(weights);
        Counts counts = new Counts(weights, size);
        for (int step = 0; step < size; step++) {
            counts.take(step, furthestBehind(weights, counts, step, new long[0]));
        }
        return new Blend(counts);
    }

    /** All samples of data sets of these sizes. */
    public static Blend exhaustive(long[] sizes) {
        long total = Arrays.stream(sizes).sum();
        double[] weights =
                Arrays.stream(sizes).mapToDouble(s -> (double) s / total).toArray();
        Counts counts = new Counts(weights, Math.toIntExact(total));
        for (int step = 0; step < total; step++) {
            counts.take(step, furthestBehind(weights, counts, step, sizes));
        }
        return new Blend(counts);
    }

    /** Number of steps. */
    public int size() {
        return dataset.length;
    }

    /** The data set of a step. */
    public int dataset(int step) {
        return dataset[step];
    }

    /** How many samples of that data set were taken before. */
    public long sample(int step) {
        return sample[step];
    }

    /** Weights as shares of 1. */
    public static double[] normalised(double[] weights) {
        requireWeights(weights);
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(w -> w / sum).toArray();
    }

    /** How many samples a data set of some share is asked for, with half a percent to spare, where {@code total} are wanted. */
    public static int requested(double share, int total) {
        return (int) Math.ceil(Math.ceil(total * share) * (1 + SURPLUS));
    }

    private static void requireWeights(double[] weights) {
        Refusal.require(
                weights.length > 0
                        && Arrays.stream(weights).allMatch(w -> w >= 0)
                        && Arrays.stream(weights).sum() > 0,
                "a blend's weights must not be negative and not all 0, got %s",
                Arrays.toString(weights));
    }

    private static int furthestBehind(double[] weights, Counts counts, int step, long[] sizes) {
        int found = -1;
        double largest = 0;
        for (int i = 0; i < weights.length; i++) {
            double behind = weights[i] * Math.max(step, 1) - counts.taken[i];
            boolean open = sizes.length == 0 || counts.taken[i] < sizes[i];
            if (open && (found < 0 || behind > largest)) {
                found = i;
                largest = behind;
            }
        }
        return found;
    }

    private static final class Counts {

        private final long[] taken;
        private final int[] dataset;
        private final long[] sample;

        Counts(double[] weights, int size) {
            taken = new long[weights.length];
            dataset = new int[size];
            sample = new long[size];
        }

        void take(int step, int from) {
            dataset[step] = from;
            sample[step] = taken[from]++;
        }
    }
}
