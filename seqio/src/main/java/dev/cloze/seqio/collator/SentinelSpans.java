package dev.cloze.seqio.collator;

import dev.cloze.text.Tokens;

/** The collators' way of writing sentinels: span {@code k} becomes the id {@code tokenizerSize - k}, counting from 1. */
final class SentinelSpans {

    private SentinelSpans() {}

    /** A row in which each span of places whose mask is {@code masked} is one sentinel. */
    static Tokens replace(int[] row, boolean[] mask, boolean masked, int tokenizerSize) {
        int[] ids = new int[row.length];
        int size = 0;
        int sentinel = tokenizerSize;
        boolean inside = false;
        for (int i = 0; i < row.length; i++) {
            boolean replaced = mask[i] == masked;
            if (!replaced) {
                ids[size++] = row[i];
            } else if (!inside) {
                ids[size++] = --sentinel;
            }
            inside = replaced;
        }
        return Tokens.copyOf(ids, 0, size);
    }
}
