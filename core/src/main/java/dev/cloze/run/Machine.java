package dev.cloze.run;

import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.ComputeThreads;
import dev.cloze.tensor.CpuFeatures;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;

/**
 * What a run computes on.
 *
 * @param device where tensors live
 * @param precision the numbers to compute in
 * @param threads processor threads
 */
public record Machine(ComputeDevice device, Precision precision, int threads) {

    /** What is asked for; {@code auto} is decided here. Sets libtorch's threads. */
    public static Machine of(Hardware asked) {
        ComputeDevice device = asked.device().device();
        int threads = asked.threads().orElseGet(() -> Integer.getInteger("cloze.threads", physicalGuess()));
        ComputeThreads.use(threads);
        Precision precision = switch (asked.precision()) {
            case AUTO -> usual(device);
            case FLOAT32 -> Precision.FLOAT32;
            case BFLOAT16 -> Precision.BFLOAT16;
        };
        return new Machine(device, precision, threads);
    }

    private static int physicalGuess() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** What a device is best at: bfloat16 where it has products of that type. */
    public static Precision usual(ComputeDevice device) {
        CpuFeatures cpu = CpuFeatures.here();
        boolean has = !device.isCpu() || cpu.amx() || cpu.avx512bf16();
        return has ? Precision.BFLOAT16 : Precision.FLOAT32;
    }

    /** Weights for training here. */
    public WeightStore.Placement training() {
        return new WeightStore.Placement(precision, device, WeightStore.Use.TRAINING);
    }

    /** Weights that stay as they are while an adapter beside them is trained. */
    public WeightStore.Placement frozen() {
        return new WeightStore.Placement(precision, device, WeightStore.Use.FROZEN);
    }

    /** In plain words, such as {@code CPU with AVX512-BF16 (AMD EPYC), 2 threads, bfloat16}. */
    public String words() {
        CpuFeatures cpu = CpuFeatures.here();
        String where = device.isCpu() ? "CPU with %s (%s)".formatted(cpu.className(), cpu.model()) : device.toString();
        return "%s, %d threads, %s".formatted(where, threads, precision == Precision.BFLOAT16 ? "bfloat16" : "float32");
    }
}
