package dev.cloze.generate.search;

import dev.cloze.generate.options.Decoding;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Tokens by falling score: all of a row, or the best of it with the sum of all. */
final class RankedTokens {

    private final double[] scores;
    private final int[] ids;
    private final double logTotal;
    private final boolean complete;

    /**
     * A ranking.
     *
     * @param logTotal the logarithm of the sum of all exponentials at the temperature of the draw, in units of the
     *     likeliest's; not read if complete
     * @param complete whether these are all tokens
     */
    RankedTokens(double[] scores, int[] ids, double logTotal, boolean complete) {
        this.scores = scores;
        this.ids = ids;
        this.logTotal = logTotal;
        this.complete = complete;
    }

    /** The token at {@code place} in [0, 1) of what is left after the cuts, or -1 where this part of the ranking does not tell. */
    int draw(Decoding.Sampling sampling, double place) {
        Decoding.Cut cut = sampling.cut();
        boolean limited = cut.topK() > 0 && cut.topK() <= scores.length;
        if (cut.topK() > 0 && !limited && !complete) {
            return -1;
        }
        Odds odds = new Odds(
                probabilities(sampling.temperature(), limited ? cut.topK() : scores.length, limited),
                limited || complete);
        odds.cutTopP(cut.topP());
        odds.cutMinP(cut.minP());
        return cut.typicalP() < 1
                ? typical(odds, cut.typicalP(), place)
                : odds.closed || place < odds.sum() ? pick(odds, place) : -1;
    }

    private double[] probabilities(double temperature, int count, boolean limited) {
        double[] probabilities = new double[count];
        double highest = scores[0]; // taken off first: what is left is finite at any temperature
        double sum = 0;
        for (int i = 0; i < count; i++) {
            probabilities[i] = Math.exp((scores[i] - highest) / temperature);
            sum += probabilities[i];
        }
        double total = limited || complete ? sum : Math.exp(logTotal);
        for (int i = 0; i < count; i++) {
            probabilities[i] /= total;
        }
        return probabilities;
    }

    private int pick(Odds odds, double place) {
        double target = place * (odds.closed ? odds.sum() : 1);
        double reached = 0;
        for (int i = 0; i < odds.count; i++) {
            reached += odds.probabilities[i];
            if (target < reached) {
                return ids[i];
            }
        }
        return ids[odds.count - 1];
    }

    private int typical(Odds odds, double mass, double place) {
        if (!odds.closed) {
            return -1;
        }
        double sum = odds.sum();
        double[] surprise = Arrays.stream(odds.probabilities, 0, odds.count)
                .map(p -> -Math.log(p / sum))
                .toArray();
        double expected = IntStream.range(0, odds.count)
                .filter(i -> odds.probabilities[i] > 0)
                .mapToDouble(i -> odds.probabilities[i] / sum * surprise[i])
                .sum();
        int[] order = IntStream.range(0, odds.count)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> Math.abs(surprise[i] - expected)))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] reordered = Arrays.stream(order)
                .mapToDouble(i -> odds.probabilities[i] / sum)
                .toArray();
        int[] tokens = Arrays.stream(order).map(i -> ids[i]).toArray();
        Odds kept = new Odds(reordered, true);
        kept.cutTopP(mass);
        return new RankedTokens(scores, tokens, 0, true).pick(kept, place);
    }

    /** Probabilities of the first tokens of a ranking. */
    private static final class Odds {
        final double[] probabilities;
        int count;
        boolean closed; // whether all that may be drawn are among them

        Odds(double[] probabilities, boolean closed) {
            this.probabilities = probabilities;
            this.count = probabilities.length;
            this.closed = closed;
        }

        double sum() {
            return Arrays.stream(probabilities, 0, count).sum();
        }

        /** Keeps the first that together reach {@code mass} of what is left. */
        void cutTopP(double mass) {
            double target = mass * (closed ? sum() : 1);
            double reached = 0;
            for (int i = 0; i < count && mass < 1; i++) {
                reached += probabilities[i];
                if (reached >= target) {
                    count = i + 1;
                    closed = true;
                }
            }
        }

        /** Keeps those that are at least {@code fraction} as likely as the first. */
        void cutMinP(double fraction) {
            double least = fraction * probabilities[0];
            for (int i = 1; i < count; i++) {
                if (probabilities[i] < least) {
                    count = i;
                    closed = true;
                }
            }
        }
    }
}
