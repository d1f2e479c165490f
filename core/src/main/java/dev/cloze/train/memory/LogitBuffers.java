package dev.cloze.train.memory;

import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Memory for one chunk of logits and for the head's gradient, allocated once: fresh pages would cost more than the
 * arithmetic on them.
 *
 * @param weight the head they were made for, {@code [vocab, dModel]}
 * @param logits {@code [rows, vocab]} in the head's type
 * @param values {@code [rows, vocab]} in float32; {@code logits} itself where that is the head's type
 * @param headGradient {@code [vocab, dModel]} in the head's type, empty where the head is frozen
 */
public record LogitBuffers(Tensor weight, Tensor logits, Tensor values, Tensor headGradient) implements AutoCloseable {

    public static LogitBuffers of(Tensor weight, long rows) {
        long vocab = weight.size(0);
        ScalarType type = Tensors.type(weight);
        Tensor logits = Buffer.of(weight, type, rows, vocab);
        Tensor values = type == ScalarType.Float ? logits : Buffer.of(weight, ScalarType.Float, rows, vocab);
        Tensor gradient = Buffer.of(weight, type, weight.requires_grad() ? weight.shape() : new long[] {0});
        return new LogitBuffers(weight, logits, values, gradient);
    }

    public boolean fit(Tensor other, long rows) {
        return other.is_same(weight) && rows <= logits.size(0);
    }

    /** Whether logits are computed in float32, so that one tensor serves as both. */
    public boolean oneType() {
        return Tensors.type(logits) == ScalarType.Float;
    }

    public int rows() {
        return Math.toIntExact(logits.size(0));
    }

    @Override
    public void close() {
        if (!oneType()) {
            values.close();
        }
        logits.close();
        headGradient.close();
    }
}
