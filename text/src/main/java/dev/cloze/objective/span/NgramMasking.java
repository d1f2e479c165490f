package dev.cloze.objective.span;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.data.random.NumpyRandom;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Megatron's choice of what is masked: n-grams of words in random order until a share of the tokens is reached; one that
 * would overshoot is shortened.
 */
public record NgramMasking(
        @Doc("Share of the tokens that is masked.") double maskedShare,

        @Doc(value = "Longest gap.", unit = "words") int longest,

        @Doc("Whether the pieces of a word are masked together.")
        boolean wholeWords,

        @Doc(
                "How the words of a gap are drawn: geometrically (p = 0.2), in inverse proportion to their number, or the other way round.")
        Lengths lengths) {

    private static final double GEOMETRIC = 0.2;

    /** How the number of words of an n-gram is drawn. */
    public enum Lengths {
        /** Geometrically with p = 0.2 (Joshi et al. 2020, SpanBERT, §3.1). */
        GEOMETRIC,
        /** In inverse proportion to the number. */
        SHORTER_MORE,
        /** The other way round: the longest most often. */
        LONGER_MORE
    }

    /** Checks the ranges. */
    public NgramMasking {
        Refusal.require(
                0 < maskedShare && maskedShare < 1, "masked-share must be above 0 and below 1, got %s", maskedShare);
        Refusal.require(
                longest > 0 && longest <= 100, "longest must be at least 1 and at most 100 words, got %d", longest);
    }

    /** Megatron's for T5: 15 % of the tokens in whole words, at most ten at a time. */
    public static NgramMasking t5() {
        return new NgramMasking(0.15, 10, true, Lengths.GEOMETRIC);
    }

    /**
     * What is known about ids.
     *
     * @param continues whether a token goes on with the word of the one before
     * @param isMark whether a token separates sentences and is never masked
     */
    public record Words(IntPredicate continues, IntPredicate isMark) {}

    /** Replaces a masked token, drawing as it goes. */
    @FunctionalInterface
    public interface Replacement {

        /** What stands in the place of {@code token}. */
        int of(int token, NumpyRandom random);
    }

    /**
     * Tokens with what is masked in them.
     *
     * @param tokens the tokens, masked ones replaced
     * @param spans the places of each n-gram, from the left
     */
    public record Masked(Tokens tokens, List<List<Integer>> spans) {}

    /** How many tokens may be masked; a target length below the tokens' makes it a fraction. */
    double most(int tokens, int targetLength) {
        return Math.min(maskedShare * targetLength, Math.max(1, Math.rint(tokens * maskedShare)));
    }

    /**
     * Masks tokens.
     *
     * @param tokens what is masked
     * @param targetLength the length that the sample was gathered for
     * @param words what is known about ids
     * @param replacement replaces a masked token
     * @param random where all is drawn from
     */
    public Masked mask(Tokens tokens, int targetLength, Words words, Replacement replacement, NumpyRandom random) {
        List<List<Integer>> candidates = candidates(tokens, words);
        double most = most(tokens.size(), targetLength);
        int[] masked = tokens.toArray();
        Set<Integer> places = new HashSet<>();
        List<List<Integer>> spans = new ArrayList<>();
        for (int first : random.permutation(candidates.size())) {
            if (places.size() >= most) {
                break;
            }
            List<Integer> span = span(candidates, first, most - places.size(), random);
            if (span.isEmpty() || span.stream().anyMatch(places::contains)) {
                continue;
            }
            for (int place : span) {
                places.add(place);
                masked[place] = replacement.of(tokens.at(place), random);
            }
            spans.add(span);
        }
        spans.sort(Comparator.comparing(span -> span.get(0)));
        return new Masked(Tokens.of(masked), List.copyOf(spans));
    }

    private List<List<Integer>> candidates(Tokens tokens, Words words) {
        List<List<Integer>> candidates = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            int id = tokens.at(i);
            if (words.isMark().test(id)) {
                continue;
            }
            if (wholeWords && words.continues().test(id) && !candidates.isEmpty()) {
                candidates.get(candidates.size() - 1).add(i);
            } else {
                candidates.add(new ArrayList<>(List.of(i)));
            }
        }
        return candidates;
    }

    /** As many words from {@code first} on as drawn, fewer where they have more than {@code most} tokens; none where one has. */
    private List<Integer> span(List<List<Integer>> candidates, int first, double most, NumpyRandom random) {
        for (int words = drawn(random); words > 0; words--) {
            List<Integer> span = new ArrayList<>();
            int end = Math.min(first + words, candidates.size());
            candidates.subList(first, end).forEach(span::addAll);
            if (span.size() <= most) {
                return span;
            }
        }
        return List.of();
    }

    private int drawn(NumpyRandom random) {
        if (lengths == Lengths.GEOMETRIC) {
            return (int) Math.min(random.geometric(GEOMETRIC), longest);
        }
        double[] shares = new double[longest];
        for (int i = 0; i < longest; i++) {
            shares[i] = 1.0 / (lengths == Lengths.LONGER_MORE ? longest - i : i + 1);
        }
        return 1 + random.choice(normalised(normalised(shares)));
    }

    private static double[] normalised(double[] shares) {
        double sum = sum(shares);
        double[] normalised = shares.clone();
        for (int i = 0; i < shares.length; i++) {
            normalised[i] /= sum;
        }
        return normalised;
    }

    /** In numpy's order: eight sums side by side from eight numbers on. */
    private static double sum(double[] values) {
        double sum = 0;
        int at = 0;
        if (values.length >= 8) {
            double[] sums = new double[8];
            for (; at + 8 <= values.length; at += 8) {
                for (int i = 0; i < 8; i++) {
                    sums[i] += values[at + i];
                }
            }
            sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
        }
        for (; at < values.length; at++) {
            sum += values[at];
        }
        return sum;
    }
}
