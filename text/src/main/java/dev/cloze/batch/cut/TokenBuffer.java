package dev.cloze.batch.cut;

import dev.cloze.text.Tokens;
import java.util.Arrays;

/** A growing run of ids. */
final class TokenBuffer {

    private int[] ids;
    private int size;

    /** An empty buffer with room for so many ids before it has to grow. */
    TokenBuffer(int capacity) {
        ids = new int[capacity];
    }

    int size() {
        return size;
    }

    void add(Tokens tokens) {
        reserve(tokens.size());
        tokens.copyTo(ids, size);
        size += tokens.size();
    }

    void add(int id) {
        reserve(1);
        ids[size++] = id;
    }

    void clear() {
        size = 0;
    }

    Tokens slice(int from, int to) {
        return Tokens.copyOf(ids, from, to);
    }

    private void reserve(int more) {
        if (size + more > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(Math.addExact(size, more), ids.length * 2));
        }
    }
}
