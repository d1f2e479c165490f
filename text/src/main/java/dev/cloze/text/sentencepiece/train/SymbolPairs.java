package dev.cloze.text.sentencepiece.train;

import java.util.Arrays;

/** Neighbouring symbols: how often each pair stands in the text, and where it may be found. */
final class SymbolPairs {

    private static final int NONE = -1;

    private int[] table = new int[1 << 16];
    private long[] keys = new long[1 << 15];
    private long[] counts = new long[1 << 15];
    private int[] lastPlaces = new int[1 << 15];
    private int size;

    // Every sight of a pair, linked to the one before; a place may have gone to another pair since.
    private int[] places = new int[1 << 16];
    private int[] earlier = new int[1 << 16];
    private int sights;

    int size() {
        return size;
    }

    int left(int pair) {
        return (int) (keys[pair] >>> 32);
    }

    int right(int pair) {
        return (int) keys[pair];
    }

    long count(int pair) {
        return counts[pair];
    }

    void add(int pair, long count) {
        counts[pair] += count;
    }

    /** Notes that the pair stands at {@code place}. */
    void sight(int pair, int place) {
        if (sights == places.length) {
            int longer = (int) Math.min(Integer.MAX_VALUE - 8, 2L * sights);
            places = Arrays.copyOf(places, longer);
            earlier = Arrays.copyOf(earlier, longer);
        }
        places[sights] = place;
        earlier[sights] = lastPlaces[pair];
        lastPlaces[pair] = sights++;
    }

    /** The places noted, in rising order, each once; they are forgotten. */
    int[] takePlaces(int pair) {
        int count = 0;
        for (int sight = lastPlaces[pair]; sight != NONE; sight = earlier[sight]) {
            count++;
        }
        int[] taken = new int[count];
        for (int sight = lastPlaces[pair]; sight != NONE; sight = earlier[sight]) {
            taken[--count] = places[sight];
        }
        lastPlaces[pair] = NONE;
        Arrays.sort(taken);
        return Arrays.stream(taken).distinct().toArray();
    }

    /** The pair of these symbols, new ones with a count of 0. */
    int of(int left, int right) {
        long key = (long) left << 32 | right;
        int mask = table.length - 1;
        int slot = hash(key) & mask;
        while (table[slot] != 0) {
            if (keys[table[slot] - 1] == key) {
                return table[slot] - 1;
            }
            slot = (slot + 1) & mask;
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
            lastPlaces = Arrays.copyOf(lastPlaces, 2 * size);
        }
        keys[size] = key;
        lastPlaces[size] = NONE;
        table[slot] = ++size;
        if (2 * size > table.length) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        table = new int[2 * table.length];
        int mask = table.length - 1;
        for (int pair = 0; pair < size; pair++) {
            int slot = hash(keys[pair]) & mask;
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = pair + 1;
        }
    }

    private static int hash(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }
}
