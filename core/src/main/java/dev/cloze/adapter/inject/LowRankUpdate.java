package dev.cloze.adapter.inject;

import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * {@code scale · up · down}, a map through a narrow place.
 *
 * @param down {@code [rank, in]}
 * @param up {@code [out, rank]}
 * @param scale what its result is multiplied by
 */
public record LowRankUpdate(Tensor down, Tensor up, double scale) {

    private static final long[] LAST_AXIS = {1};

    /** {@code [.., in] -> [.., out]}. */
    Tensor apply(Tensor x) {
        return Scopes.keep(() -> torch.linear(torch.linear(x, down).mul(new Scalar(scale)), up));
    }

    /** The whole matrix in float32: {@code [out, in]}. */
    public Tensor matrix() {
        return up.to(ScalarType.Float).matmul(down.to(ScalarType.Float)).mul_(new Scalar(scale));
    }

    /** {@code matrix} with this one added, in float32. */
    public Tensor plus(Tensor matrix) {
        return matrix().add_(matrix.to(ScalarType.Float));
    }

    /** The lengths of the rows of {@code matrix + this}, through which no gradient goes: {@code [out]}. */
    Tensor lengthsWith(Tensor matrix) {
        return Scopes.keepWithoutGradient(() -> lengths(plus(matrix.detach())).to(Tensors.type(matrix)));
    }

    /** The length of each row: {@code [out, in] -> [out]}. */
    public static Tensor lengths(Tensor matrix) {
        return torch.linalg_vector_norm(
                matrix.detach().to(ScalarType.Float), new Scalar(2), LAST_AXIS, false, new ScalarTypeOptional());
    }
}
