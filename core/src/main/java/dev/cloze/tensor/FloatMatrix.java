package dev.cloze.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A matrix of float32 or bfloat16 in the order in which oneDNN's kernels read it. */
record FloatMatrix(PreparedCall product, ScalarType type) implements PackedMatrix {

    static FloatMatrix of(Tensor weight, ScalarType type) {
        IValue packed = PreparedCall.once(
                "mkldnn::_reorder_linear_weight", new IValue(weight.to(type).contiguous()), PreparedCall.none());
        PreparedCall product = new PreparedCall(
                "mkldnn::_linear_pointwise",
                packed,
                PreparedCall.none(), // bias
                new IValue("none"),
                PreparedCall.noScalars(),
                new IValue(""));
        return new FloatMatrix(product, type);
    }

    @Override
    public Tensor times(Tensor x, ScalarType wanted) {
        return Scopes.keep(() -> product.on(x.to(type)).to(wanted));
    }

    @Override
    public void close() {
        product.close();
    }
}
