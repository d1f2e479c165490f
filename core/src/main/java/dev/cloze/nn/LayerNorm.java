package dev.cloze.nn;

import dev.cloze.tensor.Initialiser;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Layer norm (Ba et al. 2016, eq. 4): {@code (x - mean) / sqrt(variance + epsilon) · weight + bias}. */
public final class LayerNorm {

    private final Tensor weight; // [dModel]
    private final Tensor bias; // [dModel]
    private final double epsilon;

    /** The norm whose weights are called {@code name.weight} and {@code name.bias}. */
    public LayerNorm(Weights weights, String name, int dModel, double epsilon) {
        this.weight = weights.at(name).parameter("weight", Initialiser.ONES, dModel);
        this.bias = weights.at(name).parameter("bias", Initialiser.ZEROS, dModel);
        this.epsilon = epsilon;
    }

    /** {@code [.., dModel] -> [.., dModel]}. */
    public Tensor forward(Tensor x) {
        return torch.layer_norm(
                x, weight.shape(), new TensorOptional(weight), new TensorOptional(bias), epsilon, false);
    }
}
