package dev.cloze.data.stream;

import dev.cloze.Refusal;
import dev.cloze.Seed;

/**
 * The numbers 0 to {@code size - 1} in an order drawn from a seed, each found without the others: a Feistel network over
 * the next power of four, walked until it lands inside (Black and Rogaway 2002, §3 and §4).
 */
final class Permutation {

    private static final int ROUNDS = 6;

    private final long size;
    private final int halfBits;
    private final Seed[] keys = new Seed[ROUNDS];

    Permutation(long size, Seed seed) {
        Refusal.require(size >= 0, "size must not be negative, got %d", size);
        this.size = size;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(size - 1, 1));
        halfBits = (bits + 1) / 2;
        for (int round = 0; round < ROUNDS; round++) {
            keys[round] = seed.at(round);
        }
    }

    /** The number at a place. */
    long at(long place) {
        long value = once(place);
        while (value >= size) {
            value = once(value);
        }
        return value;
    }

    private long once(long value) {
        long mask = (1L << halfBits) - 1;
        long left = value >>> halfBits;
        long right = value & mask;
        for (Seed key : keys) {
            long mixed = left ^ (key.at(right).value() & mask);
            left = right;
            right = mixed;
        }
        return left << halfBits | right;
    }
}
