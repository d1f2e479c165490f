package dev.cloze.train.optimiser;

import dev.cloze.tensor.Tensors;
import dev.cloze.train.memory.Scratch;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A gradient as the optimiser reads it: in float32 and scaled. A float32 gradient is scaled where it lies; others are
 * copied into scratch memory. What is returned may be overwritten, and lasts until the next call.
 */
final class Gradient {

    private final Tensor raw;
    private final double scale;
    private final Scratch scratch;

    Gradient(Tensor raw, double scale, Scratch scratch) {
        this.raw = raw;
        this.scale = scale;
        this.scratch = scratch;
    }

    /** All of it, in its shape. To be asked for once. */
    Tensor all() {
        return ready(raw, raw.shape());
    }

    /** The values {@code from} to {@code from + size} of the flattened gradient. To be asked for once each. */
    Tensor part(long from, long size) {
        return ready(raw.view(-1).narrow(0, from, size), size);
    }

    private Tensor ready(Tensor values, long... shape) {
        Tensor ready = Tensors.type(values) == ScalarType.Float
                ? values
                : scratch.of(values, shape).copy_(values);
        return scale == 1 ? ready : ready.mul_(new Scalar(scale));
    }
}
