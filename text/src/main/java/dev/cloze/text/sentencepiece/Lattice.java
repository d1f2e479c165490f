package dev.cloze.text.sentencepiece;

import java.util.Arrays;

/**
 * For each byte position of a text: the best way to get there, its score, its last piece (as the place in the trie where
 * its id is) and where that began.
 */
final class Lattice {

    float[] score = new float[256];
    int[] start = new int[256];
    int[] leaf = new int[256];

    /** How much better the best way is than the second best. */
    private float[] gap = new float[256];

    /** Clears the positions 0 to {@code length}; only 0 can be reached so far. */
    void begin(int length, float first) {
        if (score.length <= length) {
            int size = Workspace.grownSize(length + 1L);
            score = new float[size];
            start = new int[size];
            leaf = new int[size];
            gap = new float[size];
        }
        Arrays.fill(score, 0, length + 1, Float.NEGATIVE_INFINITY);
        score[0] = first;
    }

    int size() {
        return score.length;
    }

    /** A way to {@code end} by the piece at {@code place} from {@code from}; the first of equals stays. */
    void offer(int end, int from, int place, float candidate) {
        float best = score[end];
        if (candidate > best) {
            gap[end] = candidate - best;
            score[end] = candidate;
            start[end] = from;
            leaf[end] = place;
        } else {
            gap[end] = Math.min(gap[end], best - candidate);
        }
    }

    /** Sets the score at {@code from} to 0 and moves those already reached beyond it, up to {@code to}, by as much. */
    void reset(int from, int to) {
        float offset = score[from];
        for (int i = from; i <= to; i++) {
            boolean isReached = score[i] > Float.NEGATIVE_INFINITY;
            score[i] = isReached ? Math.max(score[i] - offset, -Float.MAX_VALUE) : score[i];
        }
    }

    /**
     * Turns the best way to {@code end} round, so that {@code start[0]} is where its first piece ends and each
     * {@code start[i]} where the next one does, the last 0; returns the least gap on the way.
     */
    float link(int end) {
        float least = Float.POSITIVE_INFINITY;
        int next = 0;
        int at = end;
        while (at > 0) {
            least = Math.min(least, gap[at]);
            int before = start[at];
            start[at] = next;
            next = at;
            at = before;
        }
        start[0] = next;
        return least;
    }
}
