package dev.cloze.tensor;

import org.bytedeco.pytorch.Tensor;

/**
 * One named weight: a float32 master that the optimiser changes, and the tensor that the forward pass reads, which is the
 * master itself in float32 and a bfloat16 copy otherwise. The tensor objects stay the same for the parameter's life, so
 * layers may hold {@link #compute}.
 */
public final class Parameter {

    private final String name;
    private final Tensor master;
    private final Tensor compute;

    Parameter(String name, Tensor master, Tensor compute) {
        this.name = name;
        this.master = master;
        this.compute = compute;
    }

    /** Its key in a Hugging Face folder, such as {@code encoder.block.0.layer.0.SelfAttention.q.weight}. */
    public String name() {
        return name;
    }

    /** The float32 value. */
    public Tensor master() {
        return master;
    }

    /** What the forward pass reads; a leaf that collects the gradient. */
    public Tensor compute() {
        return compute;
    }
}
