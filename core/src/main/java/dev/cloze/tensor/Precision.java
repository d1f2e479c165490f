package dev.cloze.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number format that matrix products are computed in; weights are always kept in float32 while training. */
public enum Precision {
    /** 32 bits throughout. */
    FLOAT32,
    /** bfloat16 activations and a bfloat16 copy of the weights, float32 master weights. */
    BFLOAT16;

    /** libtorch's name for it. */
    public ScalarType type() {
        return switch (this) {
            case FLOAT32 -> ScalarType.Float;
            case BFLOAT16 -> ScalarType.BFloat16;
        };
    }
}
