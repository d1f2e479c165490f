package dev.cloze.data.random;

import dev.cloze.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The seed of TensorFlow's stateless random functions: two 64-bit numbers that determine everything drawn from them. Each
 * method starts from the beginning of the same stream, as each call of a stateless function does.
 *
 * @param first the seed's first number
 * @param second the seed's second number
 */
public record StatelessSeed(long first, long second) {

    private static final long SCRAMBLE_KEY = 0x02461E293EC8F720L;
    private static final int EXPONENT_ONE = 127 << 23;
    private static final long DOUBLE_EXPONENT_ONE = 1023L << 52;
    private static final int MANTISSA = 0x7FFFFF;

    /** The stream that the stateless functions read for this seed. */
    public Philox philox() {
        int[] mixed = new int[4];
        Philox.compute(SCRAMBLE_KEY, first, second, mixed);
        return new Philox(word(mixed[0], mixed[1]), word(mixed[2], mixed[3]));
    }

    /** {@code stateless_uniform}: numbers in [0, 1). */
    public float[] uniform(int count) {
        Philox stream = philox();
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = unit(stream.nextInt());
        }
        return numbers;
    }

    /** {@code stateless_uniform}: numbers in [low, high), scaled in single precision as TensorFlow does. */
    public float[] uniform(int count, float low, float high) {
        float[] numbers = uniform(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = numbers[i] * (high - low) + low;
        }
        return numbers;
    }

    /** A number in [0, 1) of 52 random bits, as {@code stateless_multinomial} draws it. */
    public double uniformDouble() {
        Philox stream = philox();
        long high = stream.nextInt() & 0xFFFFFL;
        long low = stream.nextInt() & 0xFFFFFFFFL;
        return Double.longBitsToDouble(DOUBLE_EXPONENT_ONE | high << 32 | low) - 1;
    }

    /** {@code stateless_uniform}: integers in [low, high), with the small bias of a modulus. */
    public int[] uniformInts(int count, int low, int high) {
        requireRange(low, high);
        Philox stream = philox();
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = low + Integer.remainderUnsigned(stream.nextInt(), high - low);
        }
        return numbers;
    }

    /** One integer in [low, high): the first of {@link #uniformInts}. */
    public int uniformInt(int low, int high) {
        requireRange(low, high);
        return low + Integer.remainderUnsigned(philox().nextInt(), high - low);
    }

    /** {@code stateless_uniform}: 64-bit integers in [low, high). */
    public long[] uniformLongs(int count, long low, long high) {
        requireRange(low, high);
        Philox stream = philox();
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = low + Long.remainderUnsigned(nextLong(stream), high - low);
        }
        return numbers;
    }

    /** {@code stateless_split}: independent seeds. */
    public List<StatelessSeed> split(int count) {
        Philox stream = philox();
        List<StatelessSeed> seeds = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            seeds.add(new StatelessSeed(nextLong(stream), nextLong(stream)));
        }
        return List.copyOf(seeds);
    }

    /** {@code stateless_split} of a 32-bit seed, whose parts have 32 bits too. */
    public List<StatelessSeed> splitInts(int count) {
        Philox stream = philox();
        List<StatelessSeed> seeds = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            seeds.add(new StatelessSeed(stream.nextInt(), stream.nextInt()));
        }
        return List.copyOf(seeds);
    }

    /**
     * T5's {@code stateless_shuffle} of 0..count-1: the positions of a uniform draw, from the smallest number to the
     * largest, equal ones in order.
     */
    public int[] shuffle(int count) {
        Philox stream = philox();
        long[] keyed = new long[count];
        for (int i = 0; i < count; i++) {
            // The order of the floats is the order of the bits that make their mantissas.
            keyed[i] = (long) (stream.nextInt() & MANTISSA) << 32 | i;
        }
        Arrays.sort(keyed);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) keyed[i];
        }
        return order;
    }

    private static float unit(int bits) {
        return Float.intBitsToFloat(EXPONENT_ONE | (bits & MANTISSA)) - 1;
    }

    private static long nextLong(Philox stream) {
        int low = stream.nextInt();
        return word(low, stream.nextInt());
    }

    private static long word(int low, int high) {
        return (low & 0xFFFFFFFFL) | (long) high << 32;
    }

    private static void requireRange(long low, long high) {
        Refusal.require(low < high, "a range must have low < high, got [%d, %d)", low, high);
    }
}
