package dev.cloze.train.loss;

import dev.cloze.model.Network;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What turns hidden states into logits.
 *
 * @param weight {@code [vocab, dModel]}
 * @param bias {@code [vocab]}, if there is one
 */
public record Head(Tensor weight, Optional<Tensor> bias) {

    /** A head without a bias. */
    public Head(Tensor weight) {
        this(weight, Optional.empty());
    }

    /**
     * This head, its weight cut off from what it was computed from, so that the loss has a place for its gradient; that is then
     * to be sent on to {@link #weight}.
     */
    public Optional<Head> cut() {
        boolean computed = weight.requires_grad() && !weight.is_leaf();
        return computed ? Optional.of(new Head(weight.detach().set_requires_grad(true), bias)) : Optional.empty();
    }

    /** The head of a network. */
    public static Head of(Network network) {
        return new Head(network.headWeight(), network.headBias());
    }
}
