package dev.cloze.seqio.step;

import dev.cloze.text.Tokens;
import java.util.Arrays;

/** A growing run of ids. */
final class IdBuffer {

    private int[] ids = new int[256];
    private int size;

    int size() {
        return size;
    }

    void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        ids[size++] = id;
    }

    Tokens tokens() {
        return Tokens.copyOf(ids, 0, size);
    }
}
