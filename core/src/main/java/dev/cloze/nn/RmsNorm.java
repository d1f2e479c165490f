package dev.cloze.nn;

import dev.cloze.tensor.CustomGradient;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Lifetime;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Root-mean-square norm (Zhang and Sennrich 2019, eq. 4): {@code x / sqrt(mean(x²) + epsilon) · weight}, no mean, no bias.
 */
public final class RmsNorm {

    private static final Scalar TWO = Scopes.forever(new Scalar(2.0));
    private static final long[] LAST_AXIS = {-1};
    private static final long[] FIRST_AXIS = {0};

    private final Tensor weight; // [dModel]
    private final double epsilon;
    private final boolean fixed; // read only, never trained
    private final Tensor floor; // [1]
    private final Tensor stretched; // [dModel]

    /** The norm whose scale is called {@code name.weight}. */
    public RmsNorm(Weights weights, String name, int dModel, double epsilon) {
        this.weight = weights.at(name).parameter("weight", Initialiser.ONES, dModel);
        this.epsilon = epsilon;
        this.fixed = weights.packed();
        this.floor =
                fixed ? Lifetime.held(torch.full(new long[] {1}, new Scalar(Math.sqrt(dModel * epsilon)))) : weight;
        this.stretched = fixed ? Lifetime.held(weight.mul(new Scalar(Math.sqrt(dModel)))) : weight;
    }

    /** {@code [.., dModel] -> [.., dModel]}; the mean is taken in float32. */
    public Tensor forward(Tensor x) {
        if (fixed && !GradMode.is_enabled() && Tensors.type(x) == ScalarType.Float) {
            return Scopes.keep(() -> quick(x));
        }
        boolean byHand = Tensors.type(x) == Tensors.type(weight) && CustomGradient.possibleFor(x);
        return Scopes.keep(() -> byHand ? byHand(x) : recorded(x));
    }

    // In float32 without gradients: few operators, for one row costs them no less than many.
    // x / sqrt(|x|² + n·epsilon) · sqrt(n)·weight
    private Tensor quick(Tensor x) {
        Tensor length = torch.linalg_vector_norm(x, TWO, LAST_AXIS, true, new ScalarTypeOptional()); // [.., 1]
        return x.div(length.hypot_(floor)).mul_(stretched);
    }

    /** By operators that autograd records. */
    Tensor recorded(Tensor x) {
        Tensor exact = x.to(ScalarType.Float);
        return exact.mul(scale(exact)).to(weight.scalar_type()).mul(weight);
    }

    /**
     * As {@link #recorded}, with gradients written by hand: a third of the time, and no float32 copies are kept. With
     * {@code n = x · scale} and {@code g} the gradient of the result, {@code dWeight = sum(g · n)} and
     * {@code dx = (g · weight - n · mean(g · n · weight)) · scale}.
     */
    Tensor byHand(Tensor x) {
        Tensor input = x.detach();
        Tensor scale = Scopes.keepWithoutGradient(() -> scale(input.to(ScalarType.Float)));
        Tensor result = Scopes.keepWithoutGradient(
                () -> normalised(input, scale).mul_(exactWeight()).to(Tensors.type(x)));
        return CustomGradient.of(x, result, gradient -> backward(gradient, input, scale), List.of(input, scale));
    }

    private Tensor backward(Tensor gradient, Tensor input, Tensor scale) {
        Tensor n = normalised(input, scale); // [.., dModel]
        Tensor g = copy(gradient); // [.., dModel]
        Tensor weighted = g.mul(exactWeight()); // [.., dModel]
        Tensor product = g.mul_(n); // [.., dModel]
        addToWeight(product);
        // Element by element: a product with a vector would wake OpenBLAS's threads, which then slow all others down.
        Tensor mean = product.mul_(exactWeight()).mean(LAST_AXIS, true, new ScalarTypeOptional()); // [.., 1]
        return weighted.addcmul_(n, mean, new Scalar(-1)).mul_(scale).to(Tensors.type(input));
    }

    private void addToWeight(Tensor product) {
        if (!weight.requires_grad()) {
            return;
        }
        Tensor rows = product.view(-1, weight.size(0)); // [rows, dModel]
        Tensor sum = rows.sum(FIRST_AXIS, false, new ScalarTypeOptional()).to(Tensors.type(weight)); // [dModel]
        Tensor gradient = weight.mutable_grad();
        if (gradient.defined()) {
            gradient.add_(sum);
        } else {
            gradient.put(sum);
        }
    }

    private Tensor scale(Tensor exact) {
        return exact.square()
                .mean(LAST_AXIS, true, new ScalarTypeOptional())
                .add_(new Scalar(epsilon))
                .rsqrt(); // [.., 1]
    }

    private static Tensor normalised(Tensor input, Tensor scale) {
        return copy(input).mul_(scale);
    }

    private static Tensor copy(Tensor x) {
        return x.to(ScalarType.Float, false, true, new MemoryFormatOptional());
    }

    private Tensor exactWeight() {
        return weight.detach().to(ScalarType.Float);
    }
}
