package dev.cloze.model;

import dev.cloze.model.config.T5Config;
import dev.cloze.nn.FeedForward;
import dev.cloze.nn.Residual;
import dev.cloze.nn.RmsNorm;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Attention;
import dev.cloze.nn.attention.RelativePositionBias;
import dev.cloze.nn.attention.SelfAttention;
import dev.cloze.tensor.Initialiser;
import java.util.Optional;

/**
 * What the blocks of both halves of a T5 are made of.
 *
 * @param config the shape
 * @param feedForwards makes their feed-forward layers
 */
record T5Parts(T5Config config, FeedForwards feedForwards) {

    /** The two halves of the network. */
    enum Stack {
        ENCODER,
        DECODER
    }

    /** Makes the feed-forward layer of a block from the weights of its sub-layer. */
    interface FeedForwards {
        FeedForward of(Weights layer, Stack stack, int index);
    }

    /** With dense feed-forward layers. */
    static T5Parts dense(T5Config config) {
        FeedForward.Shape shape = shape(config);
        return new T5Parts(config, (layer, stack, index) -> FeedForward.of(layer.at("DenseReluDense"), shape));
    }

    /** The shape of dense feed-forward layers. */
    static FeedForward.Shape shape(T5Config config) {
        T5Config.FeedForwardKind kind = config.feedForward();
        return new FeedForward.Shape(config.shape().dModel(), config.shape().dFf(), kind.activation(), kind.gated(), 1);
    }

    Residual residual(Weights layer, Residual.After after) {
        return layer.residual(after, config.shape().dModel());
    }

    RmsNorm norm(Weights weights, String name) {
        return new RmsNorm(weights, name, config.shape().dModel(), config.epsilon());
    }

    SelfAttention selfAttention(Weights weights) {
        return Attention.t5Self(weights, config.shape().dModel(), heads());
    }

    Attention crossAttention(Weights weights) {
        return Attention.t5(weights, config.shape().dModel(), heads(), 1);
    }

    private Attention.Heads heads() {
        return new Attention.Heads(config.shape().heads(), config.shape().dKv());
    }

    // One table for all layers, held by the first; UMT5 has one a layer.
    Optional<RelativePositionBias> positions(Weights weights, int layer, Stack stack) {
        if (layer > 0 && config.family() != T5Config.Family.UMT5) {
            return Optional.empty();
        }
        T5Config.Shape shape = config.shape();
        T5Config.Positions positions = config.positions();
        return Optional.of(new RelativePositionBias(
                weights,
                new RelativePositionBias.Buckets(positions.buckets(), positions.maxDistance(), stack == Stack.ENCODER),
                shape.heads(),
                Initialiser.normal(Math.pow(shape.dModel(), -0.5))));
    }
}
