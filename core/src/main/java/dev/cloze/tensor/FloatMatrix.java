package dev.cloze.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A matrix of float32 or bfloat16 in the order in which oneDNN's kernels read it.
 *
 * @param product multiplies by it
 * @param type the type of its numbers, and of those that it multiplies
 * @param computed the type that they are multiplied in
 */
record FloatMatrix(PreparedCall product, ScalarType type, ScalarType computed) implements PackedMatrix {

    static FloatMatrix of(Tensor weight, ScalarType type) {
        ScalarType computed = computed(type);
        IValue packed = PreparedCall.once(
                "mkldnn::_reorder_linear_weight",
                new IValue(weight.to(type).to(computed).contiguous()),
                PreparedCall.none());
        PreparedCall product = new PreparedCall(
                "mkldnn::_linear_pointwise",
                packed,
                PreparedCall.none(), // bias
                new IValue("none"),
                PreparedCall.noScalars(),
                new IValue(""));
        return new FloatMatrix(product, type, computed);
    }

    // Without 512-bit vectors oneDNN has no products of bfloat16: the same numbers are multiplied in float32.
    private static ScalarType computed(ScalarType type) {
        boolean has = type != ScalarType.BFloat16 || CpuFeatures.here().avx512();
        return has ? type : ScalarType.Float;
    }

    @Override
    public Tensor times(Tensor x, ScalarType wanted) {
        return Scopes.keep(() -> product.on(x.to(type).to(computed)).to(type).to(wanted));
    }

    @Override
    public void close() {
        product.close();
    }
}
