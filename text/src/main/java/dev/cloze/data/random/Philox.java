package dev.cloze.data.random;

/**
 * Philox4x32-10 (Salmon et al. 2011, §5.3): 32-bit numbers as a function of a 64-bit key and a 128-bit counter, four to a
 * block. Any number can be asked for by its index, so a place in the stream is one integer.
 */
public final class Philox {

    private static final int ROUNDS = 10;
    private static final int BLOCK = 4;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;

    private final long key;
    private final long counterHigh;
    private final int[] block = new int[BLOCK];
    private long next;
    private long blockIndex = -1;

    /** The stream of {@code key} whose counter's low half counts blocks from 0 and whose high half is given. */
    public Philox(long key, long counterHigh) {
        this.key = key;
        this.counterHigh = counterHigh;
    }

    /** The next 32 bits. */
    public int nextInt() {
        return at(next++);
    }

    /** The 32 bits at {@code index} of the stream; {@link #nextInt} is not moved. */
    public int at(long index) {
        long wanted = index >>> 2;
        if (wanted != blockIndex) {
            compute(key, wanted, counterHigh, block);
            blockIndex = wanted;
        }
        return block[(int) (index & (BLOCK - 1))];
    }

    /** How many numbers {@link #nextInt} has given. */
    public long index() {
        return next;
    }

    /** Makes {@link #nextInt} go on at {@code index}. */
    public void moveTo(long index) {
        next = index;
    }

    /** One block of four numbers. */
    static void compute(long key, long counterLow, long counterHigh, int[] block) {
        int c0 = (int) counterLow;
        int c1 = (int) (counterLow >>> 32);
        int c2 = (int) counterHigh;
        int c3 = (int) (counterHigh >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = MULTIPLIER_0 * (c0 & LOW);
            long p1 = MULTIPLIER_1 * (c2 & LOW);
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c1 = (int) p1;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c3 = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        block[0] = c0;
        block[1] = c1;
        block[2] = c2;
        block[3] = c3;
    }
}
