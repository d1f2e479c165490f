package dev.cloze.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What the machine can do at best, measured: the denominators of every share that reports name. */
public final class MachinePeak {

    private static final int SIDE = 2048;
    private static final long READ_BYTES = 256L << 20;
    private static final int WARM_UP = 2;
    private static final int REPETITIONS = 8;

    private MachinePeak() {}

    /** Operations a second of the product of two square matrices of 2,048 rows: the best of eight. */
    public static double flops(Precision precision, ComputeDevice device) {
        if (precision == Precision.INT8) {
            return int8(device);
        }
        ScalarType type = precision == Precision.BFLOAT16 ? ScalarType.BFloat16 : ScalarType.Float;
        try (PointerScope outer = new PointerScope()) {
            Tensor a = torch.rand(SIDE, SIDE).to(device.device(), type);
            Tensor b = torch.rand(SIDE, SIDE).to(device.device(), type);
            return 2.0 * SIDE * SIDE * SIDE / bestSeconds(device, () -> a.matmul(b));
        }
    }

    // The activations are turned into bytes within the time.
    private static double int8(ComputeDevice device) {
        try (PointerScope outer = new PointerScope();
                PackedMatrix b = PackedMatrix.of(torch.rand(SIDE, SIDE), Precision.INT8, PackedMatrix.Rows.MANY)) {
            Tensor a = torch.rand(SIDE, SIDE);
            return 2.0 * SIDE * SIDE * SIDE / bestSeconds(device, () -> b.times(a, ScalarType.Float));
        }
    }

    /** Bytes a second read from memory, summing 256 MiB: the best of eight. */
    public static double bytesRead(ComputeDevice device) {
        try (PointerScope outer = new PointerScope()) {
            Tensor block = torch.rand(READ_BYTES / Float.BYTES).to(device.device(), ScalarType.Float);
            return READ_BYTES / bestSeconds(device, () -> block.max());
        }
    }

    private static double bestSeconds(ComputeDevice device, Supplier<Tensor> work) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < WARM_UP + REPETITIONS; i++) {
            long start = System.nanoTime();
            try (PointerScope scope = new PointerScope()) {
                work.get().numel();
                if (!device.isCpu()) {
                    torch.cuda_synchronize((byte) device.index());
                }
            }
            if (i >= WARM_UP) {
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
        }
        return best;
    }
}
