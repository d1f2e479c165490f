package dev.cloze.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A matrix {@code [out, in]} arranged once for fast products on the CPU. Its values cannot be read back. Every row of a
 * product is what it would be alone: in int8 exactly, else up to the rounding of sums.
 */
public sealed interface PackedMatrix extends AutoCloseable permits FloatMatrix, Int8Matrix {

    /** How many rows it multiplies at a time, as a rule. */
    enum Rows {
        /** One for each text: a decoder's step. */
        FEW,
        /** One for each token of all texts: an encoder. */
        MANY
    }

    /** {@code [.., in] -> [.., out]} in {@code type}; {@code x} is float32 or bfloat16. */
    Tensor times(Tensor x, ScalarType type);

    @Override
    void close();

    /** The matrix {@code weight}, in float32, in numbers of that precision. */
    static PackedMatrix of(Tensor weight, Precision precision, Rows rows) {
        return switch (precision) {
            case FLOAT32 -> FloatMatrix.of(weight, ScalarType.Float);
            case BFLOAT16 -> FloatMatrix.of(weight, ScalarType.BFloat16);
            case INT8 -> Int8Matrix.of(weight, rows);
        };
    }
}
