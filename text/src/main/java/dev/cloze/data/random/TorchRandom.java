package dev.cloze.data.random;

/** torch's generator on the CPU, as far as tensors of single numbers and permutations are drawn from it. */
public final class TorchRandom {

    private static final int MANTISSA = 0xFFFFFF;
    private static final float UNIT = 1f / (1 << 24);

    private final MersenneTwister twister;

    /** {@code torch.manual_seed(seed)}. */
    public TorchRandom(long seed) {
        twister = new MersenneTwister((int) seed);
    }

    /** One number of {@code rand} or {@code uniform_} in single precision. */
    public float nextFloat() {
        return (twister.nextInt() & MANTISSA) * UNIT;
    }

    /** One number of {@code randint(low, high)}. */
    public int below(int low, int high) {
        return low + Integer.remainderUnsigned(twister.nextInt(), high - low);
    }

    /** {@code randperm(count)}. */
    public int[] permutation(int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        for (int i = 0; i < count - 1; i++) {
            int j = i + Integer.remainderUnsigned(twister.nextInt(), count - i);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
        return values;
    }
}
