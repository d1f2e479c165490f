package dev.cloze.text;

import java.util.Arrays;

/** Gathers the ids of a text. */
final class TokenBuilder {

    private int[] ids = new int[64];
    private int count;

    void add(int id) {
        add(new int[] {id}, 1);
    }

    /** Adds the first {@code length} of {@code more}. */
    void add(int[] more, int length) {
        if (ids.length - count < length) {
            ids = Arrays.copyOf(ids, Math.max(2 * ids.length, count + length));
        }
        System.arraycopy(more, 0, ids, count, length);
        count += length;
    }

    Tokens tokens() {
        return Tokens.copyOf(ids, 0, count);
    }
}
