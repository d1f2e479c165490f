package dev.cloze.text.sentencepiece.train.unigram;

import dev.cloze.text.sentencepiece.train.TrainingWords;
import dev.cloze.text.sentencepiece.train.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * The E step (Kudo 2018, §3.2): how often each candidate is expected over all ways to cut each word, by the
 * forward-backward algorithm.
 *
 * <p>Probabilities are multiplied as they are, not as logarithms. So that those of long words stay within range, each
 * character is given a constant factor, about the inverse of its mean probability; it cancels out of the counts.
 */
final class Expectation implements Workers.Share {

    /** Counts are kept as multiples of this, so that their sum is the same in any order. */
    private static final double UNIT = 0x1p-24;

    private static final double LOG_UNIT = 0x1p-12;
    private static final double LEAST = 1e-250;

    private final TrainingWords words;
    private final Unigrams model;
    private final double usual;
    private final double[] factors = new double[TrainingWords.LONGEST + 1];
    private final long[] counts;
    private long logLikelihood;

    private final double[] forward = new double[TrainingWords.LONGEST + 1];
    private final double[] backward = new double[TrainingWords.LONGEST + 1];
    private final BestPath path;
    private int[] matchFrom = new int[1 << 10];
    private int[] matchTo = new int[1 << 10];
    private int[] matchNode = new int[1 << 10];
    private double[] matchWeight = new double[1 << 10];
    private int matches;

    private Expectation(TrainingWords words, Unigrams model, double nats) {
        this.words = words;
        this.model = model;
        this.usual = nats;
        this.counts = new long[model.graph.size()];
        this.path = new BestPath(model);
        tilt(nats);
    }

    /**
     * One E step.
     *
     * @param nats about how improbable a mean character is
     * @param expected receives how often each candidate is expected
     * @return minus the mean log probability of a character
     */
    static double step(TrainingWords words, Unigrams model, Workers workers, double nats, double[] expected) {
        List<Expectation> shares = workers.run(words.size(), t -> new Expectation(words, model, nats));
        long likelihood = 0;
        for (Expectation share : shares) {
            likelihood += share.logLikelihood;
        }
        for (int i = 0; i < expected.length; i++) {
            int node = model.graph.node(i);
            long count = 0;
            for (Expectation share : shares) {
                count += share.counts[node];
            }
            expected[i] = count * UNIT;
        }
        return -likelihood * LOG_UNIT / words.characters();
    }

    @Override
    public void run(int from, int to) {
        for (int word = from; word < to; word++) {
            expect(words.from(word), words.to(word), words.count(word));
        }
    }

    private void expect(int from, int to, long count) {
        int length = to - from;
        double nats = usual;
        double sum = forward(from, length);
        if (!isInRange(sum)) {
            nats = -path.find(words.text(), from, to, PieceGraph.ROOT) / length;
            tilt(nats);
            sum = forward(from, length);
            tilt(usual);
        }
        // A word that no float can hold even so is left out.
        if (isInRange(sum)) {
            logLikelihood += (long) (count * (Math.log(sum) - length * nats) / LOG_UNIT);
            backward(length, count / sum / UNIT);
        }
    }

    private void tilt(double nats) {
        for (int n = 0; n < factors.length; n++) {
            factors[n] = Math.exp(n * nats);
        }
    }

    private static boolean isInRange(double sum) {
        return sum > LEAST && sum < 1 / LEAST;
    }

    /** Notes every candidate in the word; returns the sum over all ways to cut it. */
    private double forward(int from, int length) {
        Arrays.fill(forward, 0, length + 1, 0);
        forward[0] = 1;
        matches = 0;
        for (int at = 0; at < length; at++) {
            if (forward[at] > 0) {
                reach(from, at, length);
            }
        }
        return forward[length];
    }

    private void reach(int from, int at, int length) {
        char[] text = words.text();
        double before = forward[at];
        int node = PieceGraph.ROOT;
        for (int i = at; i < length; i++) {
            node = model.graph.child(node, text[from + i]);
            if (node < 0) {
                return;
            }
            double weight = model.weights[node];
            if (weight > 0) {
                weight *= factors[i + 1 - at];
                forward[i + 1] += before * weight;
                note(at, i + 1, node, weight);
            }
        }
    }

    private void note(int from, int to, int node, double weight) {
        if (matches == matchNode.length) {
            matchFrom = Arrays.copyOf(matchFrom, 2 * matches);
            matchTo = Arrays.copyOf(matchTo, 2 * matches);
            matchNode = Arrays.copyOf(matchNode, 2 * matches);
            matchWeight = Arrays.copyOf(matchWeight, 2 * matches);
        }
        matchFrom[matches] = from;
        matchTo[matches] = to;
        matchNode[matches] = node;
        matchWeight[matches++] = weight;
    }

    /** Goes back over what {@link #forward} noted; {@code scale} turns a way's weight into its share of the count. */
    private void backward(int length, double scale) {
        Arrays.fill(backward, 0, length, 0);
        backward[length] = 1;
        for (int m = matches - 1; m >= 0; m--) {
            double behind = matchWeight[m] * backward[matchTo[m]];
            backward[matchFrom[m]] += behind;
            counts[matchNode[m]] += (long) (forward[matchFrom[m]] * behind * scale);
        }
    }
}
