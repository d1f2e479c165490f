package dev.cloze.text.sentencepiece.train.unigram;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Strings that may become pieces, sorted by their character numbers, with log probabilities. A string is a stretch of a
 * text that all share.
 */
final class Candidates {

    private final char[] text;
    private final int[] from;
    private final byte[] length;
    private final double[] score;

    private Candidates(char[] text, int[] from, byte[] length, double[] score) {
        this.text = text;
        this.from = from;
        this.length = length;
        this.score = score;
    }

    /** Candidates by where each stands in {@code text}, already sorted; {@code weights} are their frequencies. */
    static Candidates of(char[] text, int[] from, byte[] length, double[] weights) {
        double logSum = Math.log(Arrays.stream(weights).sum());
        double[] scores = Arrays.stream(weights).map(w -> Math.log(w) - logSum).toArray();
        return new Candidates(text, from, length, scores);
    }

    int size() {
        return from.length;
    }

    char[] text() {
        return text;
    }

    int from(int i) {
        return from[i];
    }

    int length(int i) {
        return length[i];
    }

    double score(int i) {
        return score[i];
    }

    void score(int i, double value) {
        score[i] = value;
    }

    /** The candidates that {@code keeps} accepts. */
    Candidates where(IntPredicate keeps) {
        int[] kept = IntStream.range(0, size()).filter(keeps).toArray();
        Candidates fewer = new Candidates(text, new int[kept.length], new byte[kept.length], new double[kept.length]);
        for (int i = 0; i < kept.length; i++) {
            fewer.from[i] = from[kept[i]];
            fewer.length[i] = length[kept[i]];
            fewer.score[i] = score[kept[i]];
        }
        return fewer;
    }
}
