package dev.cloze.text;

import java.util.Arrays;
import java.util.stream.IntStream;

/** An immutable run of token ids. */
public final class Tokens {

    /** No tokens. */
    public static final Tokens EMPTY = new Tokens(new int[0]);

    private final int[] ids;

    private Tokens(int[] ids) {
        this.ids = ids;
    }

    /** Tokens with these ids; the array is copied. */
    public static Tokens of(int... ids) {
        return ids.length == 0 ? EMPTY : new Tokens(ids.clone());
    }

    /** Tokens with the ids {@code from} (inclusive) to {@code to} (exclusive) of {@code ids}, copied. */
    public static Tokens copyOf(int[] ids, int from, int to) {
        return from == to ? EMPTY : new Tokens(Arrays.copyOfRange(ids, from, to));
    }

    /** Tokens over an array that nobody changes any more: shared, not copied. */
    public static Tokens over(int[] ids) {
        return ids.length == 0 ? EMPTY : new Tokens(ids);
    }

    /** Number of tokens. */
    public int size() {
        return ids.length;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return ids.length == 0;
    }

    /** The id at {@code index}. */
    public int at(int index) {
        return ids[index];
    }

    /** The tokens {@code from} (inclusive) to {@code to} (exclusive). */
    public Tokens slice(int from, int to) {
        return copyOf(ids, from, to);
    }

    /** These tokens followed by {@code id}. */
    public Tokens append(int id) {
        int[] longer = Arrays.copyOf(ids, ids.length + 1);
        longer[ids.length] = id;
        return new Tokens(longer);
    }

    /** These tokens followed by {@code others}. */
    public Tokens concat(Tokens others) {
        int[] longer = Arrays.copyOf(ids, ids.length + others.ids.length);
        System.arraycopy(others.ids, 0, longer, ids.length, others.ids.length);
        return new Tokens(longer);
    }

    /** Copies the ids into {@code target} from {@code offset} on. */
    public void copyTo(int[] target, int offset) {
        System.arraycopy(ids, 0, target, offset, ids.length);
    }

    /** Copies the ids {@code from} (inclusive) to {@code to} (exclusive) into {@code target} from {@code offset} on. */
    public void copyTo(int[] target, int offset, int from, int to) {
        System.arraycopy(ids, from, target, offset, to - from);
    }

    /** A copy of the ids. */
    public int[] toArray() {
        return ids.clone();
    }

    /** The ids in order. */
    public IntStream stream() {
        return Arrays.stream(ids);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens tokens && Arrays.equals(ids, tokens.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
