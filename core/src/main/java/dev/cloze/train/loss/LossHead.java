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
public record LossHead(Tensor weight, Optional<Tensor> bias) {

    /** A head without a bias. */
    public LossHead(Tensor weight) {
        this(weight, Optional.empty());
    }

    /**
     * This head, its weight cut off from what it was computed from, so that the loss has a place for its gradient; that is then
     * to be sent on to {@link #weight}.
     */
    public Optional<LossHead> cut() {
        boolean computed = weight.requires_grad() && !weight.is_leaf();
        return computed ? Optional.of(new LossHead(weight.detach().set_requires_grad(true), bias)) : Optional.empty();
    }

    /** The head of a network. */
    public static LossHead of(Network network) {
        return new LossHead(network.head().weight(), network.head().bias());
    }
}
