package dev.cloze.tensor;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The fastest that this machine multiplies matrices, by which every share of its peak is told. */
public final class MatrixPeak {

    private static final long ROWS = 2048;
    private static final long INNER = 1024;
    private static final long COLUMNS = 2048;
    private static final int REPEATS = 10;

    private MatrixPeak() {}

    /** Floating-point operations a second of a large product, measured now: the best of a few, a fraction of a second. */
    public static double measure(Precision precision, ComputeDevice device) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor left = torch.randn(new long[] {ROWS, INNER}, device.options(precision.type()));
            Tensor right = torch.randn(new long[] {COLUMNS, INNER}, device.options(precision.type()));
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < REPEATS; i++) {
                best = Math.min(best, seconds(left, right));
            }
            return 2.0 * ROWS * INNER * COLUMNS / best;
        }
    }

    private static double seconds(Tensor left, Tensor right) {
        try (PointerScope scope = new PointerScope()) {
            long start = System.nanoTime();
            Tensor product = torch.linear(left, right); // [rows, columns]
            product.select(0, 0).select(0, 0).item_double(); // waits for a device that computes behind our back
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
