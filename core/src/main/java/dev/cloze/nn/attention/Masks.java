package dev.cloze.nn.attention;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Masks as numbers to add to scores: 0 where a query may look, a number that swallows any score elsewhere. It is finite,
 * so that a query that may look nowhere gets an even distribution, not NaN.
 */
final class Masks {

    static final double LOWEST = -1e38;

    private Masks() {}

    /** From {@code hidden}, true where a query may not look. */
    static Tensor of(Tensor hidden, ScalarType type) {
        return torch.zeros(
                        hidden.shape(),
                        new TensorOptions(type).device(hidden.options().device_opt()))
                .masked_fill_(hidden, new Scalar(LOWEST));
    }
}
