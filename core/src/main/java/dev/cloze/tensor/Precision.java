package dev.cloze.tensor;

/** The number format that matrix products are computed in; weights are always kept in float32 while training. */
public enum Precision {
    /** 32 bits throughout. */
    FLOAT32,
    /** bfloat16 activations and a bfloat16 copy of the weights, float32 master weights. */
    BFLOAT16
}
