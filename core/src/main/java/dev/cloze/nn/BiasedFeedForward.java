package dev.cloze.nn;

import dev.cloze.tensor.Scopes;
import org.bytedeco.pytorch.Tensor;

/**
 * The position-wise layer of the original transformer (Vaswani et al. 2017, eq. 2): {@code down(activation(up x))}.
 *
 * @param up to the inner width
 * @param down back again
 * @param activation the bend
 */
public record BiasedFeedForward(Projection up, Projection down, Activation activation) {

    /** {@code [batch, length, dModel] -> [batch, length, dModel]}. */
    public Tensor forward(Tensor x, ForwardPass pass) {
        return Scopes.keep(() -> down.apply(pass.drop("inner", activation.apply(up.apply(x, pass))), pass));
    }
}
