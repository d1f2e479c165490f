package dev.cloze.tensor;

import org.bytedeco.pytorch.global.torch;

/** How many processor threads libtorch computes with. */
public final class ComputeThreads {

    private ComputeThreads() {}

    /** Computes with {@code count} threads from now on, for the whole process. */
    public static void use(int count) {
        torch.set_num_threads(count);
    }
}
