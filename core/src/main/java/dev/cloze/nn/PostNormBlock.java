package dev.cloze.nn;

import dev.cloze.tensor.Scopes;
import org.bytedeco.pytorch.Tensor;

/**
 * An encoder block of the original transformer (Vaswani et al. 2017, §3.1), as BERT and BART have it: each sub-layer is
 * added to its input, and the sum is normed.
 *
 * @param attention of the sequence to itself
 * @param attentionNorm after it
 * @param feedForward position by position
 * @param feedForwardNorm after it
 */
public record PostNormBlock(
        Attention attention, LayerNorm attentionNorm, BiasedFeedForward feedForward, LayerNorm feedForwardNorm) {

    /** {@code [batch, length, dModel] -> [batch, length, dModel]}. */
    public Tensor forward(Tensor x, ScoreBias bias, ForwardPass pass) {
        Tensor y = Scopes.keep(() -> {
            Tensor seen = attention.forward(x, attention.keysValues(x), bias, pass);
            return attentionNorm.forward(x.add(pass.drop("attention", seen)));
        });
        return Scopes.keep(
                () -> feedForwardNorm.forward(y.add(pass.drop("feedForward", feedForward.forward(y, pass)))));
    }
}
