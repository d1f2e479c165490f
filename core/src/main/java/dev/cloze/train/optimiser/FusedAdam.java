package dev.cloze.train.optimiser;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.OptionalType;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch's fused AdamW, called a piece of a weight at a time: a piece's gradient, moments and values stay in the cache
 * from the conversion of the gradient to the copy that the next forward pass reads.
 */
final class FusedAdam {

    private static final long PIECE = 1L << 20;

    /**
     * The numbers of one update.
     *
     * @param learningRate of this weight
     * @param beta1 of the first moment
     * @param beta2 of the second moment
     * @param epsilon added to the root of the corrected second moment
     * @param weightDecay the weight shrinks by this times the learning rate, before the update
     * @param after what the weight is multiplied by after the update
     */
    record Rates(double learningRate, double beta1, double beta2, double epsilon, double weightDecay, double after) {}

    private FusedAdam() {}

    static void update(WeightUpdate of, Rates rates, boolean amsgrad) {
        long values = of.weight().numel();
        Tensor steps = torch.full(
                new long[] {},
                new Scalar((double) of.clock().steps()),
                of.weight().options());
        for (long from = 0; from < values; from += PIECE) {
            long size = Math.min(PIECE, values - from);
            try (PointerScope scope = new PointerScope()) {
                Tensor weight = piece(of.weight(), from, size);
                IValueVector arguments = new IValueVector();
                arguments.push_back(list(weight));
                arguments.push_back(list(of.gradient().part(from, size)));
                arguments.push_back(list(piece(of.remembered("exp_avg"), from, size)));
                arguments.push_back(list(piece(of.remembered("exp_avg_sq"), from, size)));
                arguments.push_back(amsgrad ? list(piece(of.remembered("max_exp_avg_sq"), from, size)) : list());
                arguments.push_back(list(steps));
                call(arguments, rates, amsgrad);
                if (rates.after() != 1) {
                    weight.mul_(new Scalar(rates.after()));
                }
                if (of.copied()) {
                    piece(of.copy(), from, size).copy_(weight);
                }
            }
        }
    }

    private static void call(IValueVector arguments, Rates rates, boolean amsgrad) {
        arguments.push_back(new IValue(rates.learningRate()));
        arguments.push_back(new IValue(rates.beta1()));
        arguments.push_back(new IValue(rates.beta2()));
        arguments.push_back(new IValue(rates.weightDecay()));
        arguments.push_back(new IValue(rates.epsilon()));
        arguments.push_back(new IValue(amsgrad));
        arguments.push_back(new IValue(false)); // maximize
        arguments.push_back(new IValue()); // grad_scale
        arguments.push_back(new IValue()); // found_inf
        operator().callBoxed(arguments);
    }

    private static OperatorHandle operator() {
        return Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", "");
    }

    private static Tensor piece(Tensor of, long from, long size) {
        return of.view(-1).narrow(0, from, size);
    }

    private static IValue list(Tensor... tensors) {
        GenericList list = new GenericList(OptionalType.ofTensor().get().containedType(0));
        for (Tensor tensor : tensors) {
            list.push_back(new IValue(tensor));
        }
        return new IValue(list);
    }
}
