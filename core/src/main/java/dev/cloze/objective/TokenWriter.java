package dev.cloze.objective;

import dev.cloze.text.Tokens;

/** Ids collected in an array of known size. */
public final class TokenWriter {

    private final int[] ids;
    private int size;

    public TokenWriter(int capacity) {
        ids = new int[capacity];
    }

    public TokenWriter add(int id) {
        ids[size++] = id;
        return this;
    }

    public TokenWriter add(Tokens tokens) {
        return add(tokens, 0, tokens.size());
    }

    public TokenWriter add(Tokens tokens, int from, int to) {
        for (int i = from; i < to; i++) {
            ids[size++] = tokens.at(i);
        }
        return this;
    }

    public Tokens tokens() {
        return Tokens.copyOf(ids, 0, size);
    }
}
