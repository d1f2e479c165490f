package dev.cloze.data.random;

/** MT19937-64 (Nishimura 2000), as in C++'s {@code std::mt19937_64}. */
public final class MersenneTwister64 {

    private static final int SIZE = 312;
    private static final int MIDDLE = 156;
    private static final long UPPER = 0xFFFFFFFF80000000L;
    private static final long LOWER = 0x7FFFFFFFL;
    private static final long MATRIX = 0xB5026F5AA96619E9L;

    private final long[] state = new long[SIZE];
    private int next = SIZE;

    /** Seeded with one number. */
    public MersenneTwister64(long seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 6364136223846793005L * (state[i - 1] ^ (state[i - 1] >>> 62)) + i;
        }
    }

    /** The next 64 bits. */
    public long nextLong() {
        if (next == SIZE) {
            refill();
        }
        long x = state[next++];
        x ^= (x >>> 29) & 0x5555555555555555L;
        x ^= (x << 17) & 0x71D67FFFEDA60000L;
        x ^= (x << 37) & 0xFFF7EEE000000000L;
        return x ^ (x >>> 43);
    }

    private void refill() {
        for (int i = 0; i < SIZE; i++) {
            long x = (state[i] & UPPER) | (state[(i + 1) % SIZE] & LOWER);
            state[i] = state[(i + MIDDLE) % SIZE] ^ (x >>> 1) ^ ((x & 1) == 0 ? 0 : MATRIX);
        }
        next = 0;
    }
}
