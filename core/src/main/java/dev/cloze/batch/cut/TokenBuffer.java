package dev.cloze.batch.cut;

import dev.cloze.text.Tokens;
import java.util.Arrays;

/** A growing run of ids. */
final class TokenBuffer {

    private int[] ids = new int[1024];
    private int size;

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
