package dev.cloze.text.sentencepiece.train.unigram;

import java.util.Arrays;

/**
 * The suffixes of a text in the order of their first characters (Manber and Myers 1993, §2). Each round sorts by twice
 * as many characters as the one before, so pieces of 16 characters take four.
 */
final class SuffixOrder {

    private SuffixOrder() {}

    /** Where the suffixes of {@code text[0..length)} begin, sorted by at least their first {@code depth} characters. */
    static int[] of(char[] text, int length, int depth) {
        int[] rank = new int[length];
        int[] order = new int[length];
        int[] other = new int[length];
        int[] heads = new int[Math.max(length, Character.MAX_VALUE) + 2];
        for (int i = 0; i < length; i++) {
            rank[i] = text[i];
            other[i] = i;
        }
        sort(other, rank, heads, order);
        int[] next = new int[length];
        int ranks = rank(order, rank, 0, next);
        for (int known = 1; known < depth && ranks < length; known *= 2) {
            int[] swap = rank;
            rank = next;
            next = swap;
            bySecondHalf(order, known, other);
            sort(other, rank, heads, order);
            ranks = rank(order, rank, known, next);
        }
        return order;
    }

    /** The suffixes in the order of what follows their first {@code known} characters; where nothing does, first. */
    private static void bySecondHalf(int[] order, int known, int[] out) {
        int n = 0;
        for (int i = order.length - Math.min(known, order.length); i < order.length; i++) {
            out[n++] = i;
        }
        for (int at : order) {
            if (at >= known) {
                out[n++] = at - known;
            }
        }
    }

    /** Sorts by rank, keeping the order of equals. */
    private static void sort(int[] in, int[] rank, int[] heads, int[] out) {
        Arrays.fill(heads, 0);
        for (int r : rank) {
            heads[r + 1]++;
        }
        for (int r = 1; r < heads.length; r++) {
            heads[r] += heads[r - 1];
        }
        for (int at : in) {
            out[heads[rank[at]]++] = at;
        }
    }

    /** Numbers the suffixes by their first {@code 2 · known} characters (one, at first); returns how many differ. */
    private static int rank(int[] order, int[] rank, int known, int[] out) {
        int number = 0;
        for (int i = 1; i < order.length; i++) {
            number += isSame(order[i - 1], order[i], rank, known) ? 0 : 1;
            out[order[i]] = number;
        }
        out[order[0]] = 0;
        return number + 1;
    }

    private static boolean isSame(int a, int b, int[] rank, int known) {
        int farA = a + known < rank.length ? rank[a + known] : -1;
        int farB = b + known < rank.length ? rank[b + known] : -1;
        return rank[a] == rank[b] && farA == farB;
    }
}
