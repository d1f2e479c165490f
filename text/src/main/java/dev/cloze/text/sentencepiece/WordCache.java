package dev.cloze.text.sentencepiece;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The ids of words seen lately, so that a frequent word is looked up and not cut again. A word's bytes, padded with
 * zeros, and its length make a key of four longs; each key has one slot, and the newest word takes it.
 */
final class WordCache {

    /** Longest word that is kept, in bytes: the key's last byte holds the length. */
    static final int MOST_BYTES = 31;

    /** Most ids of a word that is kept. */
    static final int MOST_IDS = 8;

    /** Bytes that must follow the last word so that a key can be read with whole longs. */
    static final int SLACK = 32;

    private static final int SLOT_BITS = 16;
    private static final int LONGS = 4;
    private static final VarHandle AS_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] keys = new long[LONGS << SLOT_BITS];
    private final int[] ids = new int[MOST_IDS << SLOT_BITS];
    private final byte[] counts = new byte[1 << SLOT_BITS];
    private final float[] margins = new float[1 << SLOT_BITS];

    private long key0;
    private long key1;
    private long key2;
    private long key3;

    /** Takes the word {@code text[from..to)} as the key of the calls that follow; returns its slot. */
    int slot(byte[] text, int from, int to) {
        int length = to - from;
        key0 = part(text, from, length);
        key1 = length > 8 ? part(text, from + 8, length - 8) : 0;
        key2 = length > 16 ? part(text, from + 16, length - 16) : 0;
        key3 = (length > 24 ? part(text, from + 24, length - 24) : 0) | (long) length << 56;
        long hash = key0 * 0x9E3779B97F4A7C15L + key1;
        hash = (hash ^ (hash >>> 29)) * 0xBF58476D1CE4E5B9L + key2;
        hash = (hash ^ (hash >>> 32)) * 0x94D049BB133111EBL + key3;
        return (int) (((hash ^ (hash >>> 31)) * 0x9E3779B97F4A7C15L) >>> (64 - SLOT_BITS));
    }

    private static long part(byte[] text, int from, int length) {
        long bytes = (long) AS_LONG.get(text, from);
        return length >= 8 ? bytes : bytes & ((1L << (8 * length)) - 1);
    }

    /** Whether the slot holds the word. */
    boolean holds(int slot) {
        int at = slot * LONGS;
        return keys[at] == key0 && keys[at + 1] == key1 && keys[at + 2] == key2 && keys[at + 3] == key3;
    }

    /** How far the word's ids were from being others, or a negative number if the word has no ids of its own. */
    float margin(int slot) {
        return margins[slot];
    }

    int count(int slot) {
        return counts[slot];
    }

    int id(int slot, int i) {
        return ids[slot * MOST_IDS + i];
    }

    /** Keeps the word with the ids that {@code work} has from {@code first} on, or that it has too many to keep. */
    void keep(int slot, Workspace work, int first, float margin) {
        int at = slot * LONGS;
        keys[at] = key0;
        keys[at + 1] = key1;
        keys[at + 2] = key2;
        keys[at + 3] = key3;
        int count = work.count - first;
        boolean fits = count <= MOST_IDS;
        margins[slot] = fits ? margin : -1;
        counts[slot] = (byte) (fits ? count : 0);
        if (fits) {
            System.arraycopy(work.ids, first, ids, slot * MOST_IDS, count);
        }
    }
}
