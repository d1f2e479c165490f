package dev.cloze.nn;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What routers are trained by, beside the answers they choose. Layers of a stack are taken together, as in transformers. */
public final class RouterLoss {

    private RouterLoss() {}

    /** Keeps logits small (Zoph et al. 2022, eq. 5): the mean of {@code logsumexp(logits)²}; a scalar. */
    public static Tensor z(List<Tensor> layers) {
        return joined(layers).logsumexp(-1).square().mean();
    }

    /**
     * Load balance (Fedus et al. 2021, eq. 4): {@code experts · Σᵢ fᵢ·Pᵢ}, 1 when routing is even; a scalar. f is the share
     * of a row's tokens that choose an expert, P its mean probability.
     */
    public static Tensor balance(List<Tensor> layers) {
        Tensor logits = joined(layers); // [batch, tokens of all layers, experts]
        long tokens = logits.size(1);
        long experts = logits.size(2);
        Tensor chosen = logits.argmax(new LongOptional(-1), false); // [batch, token]
        Tensor share =
                torch.full_like(chosen, new Scalar(1)).to(logits.scalar_type()).div_(new Scalar((double) tokens));
        Tensor f = torch.zeros(new long[] {logits.size(0), experts}, logits.options())
                .scatter_add_(1, chosen, share);
        Tensor p = logits.softmax(-1).mean(1); // [batch, experts]
        return f.mul(p).mean().mul(new Scalar((double) experts * experts));
    }

    private static Tensor joined(List<Tensor> layers) {
        return torch.cat(new TensorVector(layers.toArray(Tensor[]::new)), 1);
    }
}
