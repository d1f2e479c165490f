package dev.cloze.text.sentencepiece.train;

import dev.cloze.Refusal;
import java.util.Arrays;

/** How often each word was seen. TrainingWords are kept as UTF-8, one behind the other, in the order of their first sight. */
public final class WordCounts {

    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private int[] table = new int[1 << 16];
    private int[] starts = new int[1 << 15];
    private long[] counts = new long[1 << 15];
    private byte[] bytes = new byte[1 << 18];
    private int size;

    /** How many words there are. */
    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where word {@code i} begins in {@link #bytes}; it ends where the next one begins. */
    int start(int i) {
        return starts[i];
    }

    long count(int i) {
        return counts[i];
    }

    /** Counts one more {@code text[from..to)}. */
    public void add(byte[] text, int from, int to) {
        int mask = table.length - 1;
        int slot = hash(text, from, to) & mask;
        while (table[slot] != 0) {
            int word = table[slot] - 1;
            if (Arrays.equals(bytes, starts[word], starts[word + 1], text, from, to)) {
                counts[word]++;
                return;
            }
            slot = (slot + 1) & mask;
        }
        append(text, from, to);
        table[slot] = size;
        if (size * 2 > table.length) {
            rehash();
        }
    }

    private void append(byte[] text, int from, int to) {
        long end = (long) starts[size] + (to - from);
        Refusal.require(end <= MOST_BYTES, "more than 2 GiB of different words: read a sample of the text");
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(MOST_BYTES, 2 * end));
        }
        if (size + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        System.arraycopy(text, from, bytes, starts[size], to - from);
        counts[size++] = 1;
        starts[size] = (int) end;
    }

    private void rehash() {
        table = new int[2 * table.length];
        int mask = table.length - 1;
        for (int word = 0; word < size; word++) {
            int slot = hash(bytes, starts[word], starts[word + 1]) & mask;
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = word + 1;
        }
    }

    private static int hash(byte[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }
}
