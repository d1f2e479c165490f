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
        tokens.copyTo(ids, size, from, to);
        size += to - from;
        return this;
    }

    /** What was written; nothing may be added behind it. */
    public Tokens tokens() {
        return size == ids.length ? Tokens.over(ids) : Tokens.copyOf(ids, 0, size);
    }
}
