package dev.cloze.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A matrix of signed bytes with a scale for each of its rows. What it multiplies is divided by the largest magnitude of
 * each row and becomes unsigned bytes around 128: signed ones run in a kernel that is hundreds of times slower where the
 * processor has no matrix tiles. Sums are exact, so it does not matter what else is in a batch.
 *
 * @param product of bytes, or of numbers in [-1, 1] that it turns into bytes itself
 * @param quantises whether it does
 * @param outputs its rows
 */
record Int8Matrix(PreparedCall product, boolean quantises, long outputs) implements PackedMatrix {

    private static final long[] LAST_AXIS = {-1};
    private static final double STEPS = 127;
    private static final long ZERO = 128;

    // From this many outputs on, the kernel for many rows is the faster one for a single row, too.
    private static final long WIDE = 8192;

    private static final long CHUNK = 256;

    static Int8Matrix of(Tensor weight, Rows rows) {
        Tensor scales = weight.abs()
                .amax(LAST_AXIS, false)
                .div_(new Scalar(STEPS))
                .clamp_min_(new Scalar(Float.MIN_NORMAL)); // [out]
        Tensor zeros = torch.zeros_like(scales).to(ScalarType.Int); // [out]
        boolean few = rows == Rows.FEW && weight.size(0) < WIDE;
        PreparedCall product = few ? forFew(weight, scales, zeros) : forMany(weight, scales, zeros);
        return new Int8Matrix(product, few, weight.size(0));
    }

    private static PreparedCall forFew(Tensor weight, Tensor scales, Tensor zeros) {
        Tensor bytes = torch.quantize_per_channel(weight.contiguous(), scales, zeros, 0, ScalarType.QInt8);
        IValue packed = PreparedCall.once("quantized::linear_prepack", new IValue(bytes), PreparedCall.none());
        return new PreparedCall(
                "quantized::linear_with_input_q_dq_qweight_dq_output_fp32",
                new IValue(1 / STEPS),
                new IValue(ZERO),
                packed);
    }

    private static PreparedCall forMany(Tensor weight, Tensor scales, Tensor zeros) {
        Tensor bytes = weight.div(scales.view(-1, 1)).round_().to(ScalarType.Char);
        IValue packed = PreparedCall.once("onednn::qlinear_prepack", new IValue(bytes), PreparedCall.none());
        return new PreparedCall(
                "onednn::qlinear_pointwise",
                new IValue(1 / STEPS),
                new IValue(ZERO),
                packed,
                new IValue(scales),
                new IValue(zeros),
                PreparedCall.none(), // bias
                new IValue(1.0), // the result's scale and zero point: it is not quantised
                new IValue(0L),
                new IValue((long) ScalarType.Float.value),
                new IValue("none"),
                PreparedCall.noScalars(),
                new IValue(""));
    }

    @Override
    public Tensor times(Tensor x, ScalarType wanted) {
        long rows = x.numel() / x.size(-1);
        return rows <= CHUNK ? product(x, wanted) : inChunks(x.reshape(-1, x.size(-1)), wanted, x.shape());
    }

    private Tensor product(Tensor x, ScalarType wanted) {
        return Scopes.keep(() -> {
            Tensor exact = x.to(ScalarType.Float);
            Tensor largest = largest(exact);
            return unscaled(exact, largest).mul_(largest).to(wanted);
        });
    }

    private static Tensor largest(Tensor x) {
        return x.abs().amax(LAST_AXIS, true); // [.., 1]
    }

    private Tensor unscaled(Tensor x, Tensor largest) {
        return product.on(quantises ? unit(x, largest) : bytes(x, largest));
    }

    // What is made of a few rows on the way stays in the processor's cache.
    private Tensor inChunks(Tensor x, ScalarType wanted, long[] shape) {
        return Scopes.keep(() -> {
            long rows = x.size(0);
            Tensor result = Tensors.empty(ComputeDevice.CPU, wanted, rows, outputs); // [rows, out]
            for (long from = 0; from < rows; from += CHUNK) {
                long count = Math.min(CHUNK, rows - from);
                long first = from;
                Scopes.withoutGradient(() -> {
                    Tensor exact = x.narrow(0, first, count).to(ScalarType.Float);
                    Tensor largest = largest(exact);
                    torch.mul_out(result.narrow(0, first, count), unscaled(exact, largest), largest);
                });
            }
            long[] whole = shape.clone();
            whole[whole.length - 1] = outputs;
            return result.view(whole);
        });
    }

    // A row of zeros gives not-a-number here, any byte then, and zeros again when the result is multiplied by 0.
    private static Tensor unit(Tensor x, Tensor largest) {
        return x.div(largest);
    }

    // libtorch has quantised numbers made in vectors, but plain bytes one by one: the same memory under another type.
    private static Tensor bytes(Tensor x, Tensor largest) {
        Tensor quantised = torch.quantize_per_tensor(unit(x, largest), 1 / STEPS, ZERO, ScalarType.QUInt8);
        return torch.from_blob(quantised.data_ptr(), quantised.shape(), ComputeDevice.CPU.options(ScalarType.Byte));
    }

    @Override
    public void close() {
        product.close();
    }
}
