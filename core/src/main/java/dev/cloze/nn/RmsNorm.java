package dev.cloze.nn;

import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Root-mean-square norm (Zhang and Sennrich 2019, eq. 4): {@code x / sqrt(mean(x²) + epsilon) · weight}, no mean, no bias.
 */
public final class RmsNorm {

    private static final long[] LAST_AXIS = {-1};

    private final Tensor weight; // [dModel]
    private final double epsilon;

    /** The norm whose scale is called {@code name.weight}. */
    public RmsNorm(Weights weights, String name, int dModel, double epsilon) {
        this.weight = weights.at(name).parameter("weight", Initialiser.ONES, dModel);
        this.epsilon = epsilon;
    }

    /** {@code [.., dModel] -> [.., dModel]}; the mean is taken in float32. */
    public Tensor forward(Tensor x) {
        return Scopes.keep(() -> {
            Tensor exact = x.to(ScalarType.Float);
            Tensor scale = exact.square()
                    .mean(LAST_AXIS, true, new ScalarTypeOptional())
                    .add_(new Scalar(epsilon))
                    .rsqrt(); // [.., 1]
            return exact.mul(scale).to(weight.scalar_type()).mul(weight);
        });
    }
}
