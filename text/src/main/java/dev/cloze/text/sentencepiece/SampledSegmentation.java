package dev.cloze.text.sentencepiece;

import dev.cloze.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws one of the ways to cut a word, for subword regularisation (Kudo 2018, §3.3): forward sums, then pieces from the end
 * back, each in proportion to all ways that lead to it. One serves one thread.
 */
public final class SampledSegmentation {

    private final double strength;
    private final SplittableRandom random;

    // By position in the word: the logarithm of the sum over all ways there, and the last candidate that ends there.
    private double[] sums = new double[64];
    private int[] last = new int[64];

    // Candidates: where each begins, its id, its weight's logarithm, and the one before that ends at the same position.
    private int[] starts = new int[256];
    private int[] ids = new int[256];
    private double[] weights = new double[256];
    private int[] earlier = new int[256];
    private int count;

    /**
     * A draw of one text.
     *
     * @param strength with unigrams, the power of the probabilities: 0 draws evenly, above 1 the best way wins more often
     *     than it is probable; with BPE, the share of merges that are left out (Provilkov et al. 2020, §3)
     * @param seed decides all that is drawn
     */
    public SampledSegmentation(double strength, Seed seed) {
        this.strength = strength;
        this.random = seed.random();
    }

    /** Whether a merge is left out. */
    boolean drops() {
        return random.nextDouble() < strength;
    }

    void begin(int length) {
        if (sums.length <= length) {
            int size = Workspace.grownSize(length + 1L);
            sums = new double[size];
            last = new int[size];
        }
        Arrays.fill(sums, 0, length + 1, Double.NEGATIVE_INFINITY);
        Arrays.fill(last, 0, length + 1, -1);
        sums[0] = 0;
        count = 0;
    }

    /** Whether any way leads to {@code at}. */
    boolean reaches(int at) {
        return sums[at] != Double.NEGATIVE_INFINITY;
    }

    /** A piece of this score from {@code start} to {@code end}; what leads to {@code start} is all known. */
    void offer(int start, int end, int id, double score) {
        if (count == ids.length) {
            int size = Workspace.grownSize(count + 1L);
            starts = Arrays.copyOf(starts, size);
            ids = Arrays.copyOf(ids, size);
            weights = Arrays.copyOf(weights, size);
            earlier = Arrays.copyOf(earlier, size);
        }
        double weight = sums[start] + strength * score;
        sums[end] = logOfSum(sums[end], weight);
        starts[count] = start;
        ids[count] = id;
        weights[count] = weight;
        earlier[count] = last[end];
        last[end] = count++;
    }

    private static double logOfSum(double a, double b) {
        double larger = Math.max(a, b);
        return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
    }

    /**
     * Draws a way to {@code length}, in a lattice's form: {@code next[0]} is where the first piece ends, {@code next[i]}
     * where the one behind it does, the last 0; {@code pieces} are by where they end.
     */
    void draw(int length, int[] next, int[] pieces) {
        int following = 0;
        for (int at = length; at > 0; ) {
            int chosen = drawLast(at);
            pieces[at] = ids[chosen];
            next[at] = following;
            following = at;
            at = starts[chosen];
        }
        next[0] = following;
    }

    private int drawLast(int at) {
        double left = random.nextDouble();
        int candidate = last[at];
        while (earlier[candidate] >= 0) {
            left -= Math.exp(weights[candidate] - sums[at]);
            if (left < 0) {
                return candidate;
            }
            candidate = earlier[candidate];
        }
        return candidate;
    }
}
