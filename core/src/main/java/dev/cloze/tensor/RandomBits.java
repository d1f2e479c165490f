package dev.cloze.tensor;

import dev.cloze.Seed;
import java.nio.LongBuffer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Random masks that depend on a seed and a place alone, drawn on all cores. libtorch's own generators work one number after
 * the other on the CPU, which takes longer than the layers they are for.
 */
public final class RandomBits {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long FIRST = 0xBF58476D1CE4E5B9L;
    private static final long SECOND = 0x94D049BB133111EBL;
    private static final int CHUNK = 1 << 14;
    private static final int SHORTS_A_WORD = 4;
    private static final int SHORTS = 1 << 16;

    private RandomBits() {}

    /**
     * A tensor like {@code x} of ones and zeros, a one with probability {@code share}. Sixteen bits decide on each value, so
     * the share is exact to 1/65,536.
     */
    public static Tensor mask(Seed seed, double share, Tensor x) {
        long count = x.numel();
        long words = (count + SHORTS_A_WORD - 1) / SHORTS_A_WORD;
        Tensor bits = x.is_cpu() ? onCores(seed, words) : onDevice(seed, words, x.device());
        long most = Math.max(1, Math.round(share * SHORTS)) - 1 + Short.MIN_VALUE;
        Tensor mask = bits.view(ScalarType.Short).narrow(0, 0, count).le(new Scalar(most));
        return mask.view(x.shape()).to(Tensors.type(x));
    }

    static Tensor onCores(Seed seed, long words) {
        Tensor bits = Tensors.empty(ComputeDevice.CPU, ScalarType.Long, words);
        fill(seed, bits.createBuffer(), Math.toIntExact(words));
        return bits;
    }

    /** The same bits, made where they are needed: an accelerator would wait for a copy of them. */
    static Tensor onDevice(Seed seed, long words, Device device) {
        TensorOptions options = new TensorOptions(ScalarType.Long).device(new DeviceOptional(device));
        Tensor z = torch.arange(new Scalar(words), options)
                .mul_(new Scalar(GOLDEN_GAMMA))
                .add_(new Scalar(seed.value())); // [words]
        Tensor first = z.bitwise_xor_(shifted(z, 30)).mul_(new Scalar(FIRST));
        Tensor second = first.bitwise_xor_(shifted(first, 27)).mul_(new Scalar(SECOND));
        return second.bitwise_xor_(shifted(second, 31));
    }

    // libtorch shifts with the sign.
    private static Tensor shifted(Tensor z, int places) {
        long kept = (1L << (Long.SIZE - places)) - 1;
        return torch.bitwise_right_shift(z, new Scalar((long) places)).bitwise_and_(new Scalar(kept));
    }

    private static void fill(Seed seed, LongBuffer buffer, int words) {
        int chunks = (words + CHUNK - 1) / CHUNK;
        IntStream.range(0, chunks).parallel().forEach(chunk -> {
            long[] values = new long[Math.min(CHUNK, words - chunk * CHUNK)];
            mix(seed.value() + (long) chunk * CHUNK * GOLDEN_GAMMA, values);
            buffer.put(chunk * CHUNK, values);
        });
    }

    // SplitMix64 (Steele, Lea and Flood 2014, fig. 17) as a function of a counter; no value waits for the one before.
    private static void mix(long start, long[] values) {
        for (int i = 0; i < values.length; i++) {
            long z = start + i * GOLDEN_GAMMA;
            z = (z ^ (z >>> 30)) * FIRST;
            z = (z ^ (z >>> 27)) * SECOND;
            values[i] = z ^ (z >>> 31);
        }
    }
}
