package dev.cloze.nn.attention;

import dev.cloze.nn.BiasedFeedForward;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.LayerNorm;
import dev.cloze.nn.Residual;
import dev.cloze.tensor.Scopes;
import org.bytedeco.pytorch.Tensor;

/**
 * An encoder block of the original transformer (Vaswani et al. 2017, §3.1), as BERT and BART have it: each sub-layer is
 * added to its input, and the sum is normed.
 *
 * @param attention of the sequence to itself
 * @param attended how it joins the sequence
 * @param attentionNorm after it
 * @param feedForward position by position
 * @param fed how it joins the sequence
 * @param feedForwardNorm after it
 */
public record PostNormBlock(
        Attention attention,
        Residual attended,
        LayerNorm attentionNorm,
        BiasedFeedForward feedForward,
        Residual fed,
        LayerNorm feedForwardNorm) {

    /** {@code [batch, length, dModel] -> [batch, length, dModel]}. */
    public Tensor forward(Tensor x, ScoreBias bias, ForwardPass pass) {
        Tensor y = Scopes.keep(() -> {
            Tensor seen = attention.forward(x, attention.keysValues(x, pass), bias, pass);
            return attended.normed(x, pass.drop("attention", seen), attentionNorm, pass);
        });
        return Scopes.keep(() -> {
            Tensor inner = feedForward.forward(y, pass);
            return fed.normed(y, pass.drop("feedForward", inner), feedForwardNorm, pass);
        });
    }
}
