package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.model.T5;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Attention;
import dev.cloze.tensor.NamedTensors;
import java.util.Locale;

/**
 * The shape of a T5, mT5, UMT5, ByT5, Flan-T5, T0 or UL2, as its {@code config.json} says it.
 *
 * @param family which of Hugging Face's classes it belongs to
 * @param vocab rows of the embedding
 * @param shape widths and depths
 * @param positions the relative position bias
 * @param feedForward the feed-forward layers
 * @param head the output layer
 * @param epsilon added under the root of every norm
 * @param dropoutRate the rate used in training
 * @param ids reserved ids
 */
public record T5Config(
        Family family,
        int vocab,
        Shape shape,
        Positions positions,
        FeedForwardKind feedForward,
        Head head,
        double epsilon,
        double dropoutRate,
        Ids ids)
        implements ModelConfig {

    /** Checks that the vocabulary holds the reserved ids. */
    public T5Config {
        Refusal.require(vocab > 0, "vocab_size must be positive, got %d", vocab);
        int most = Math.max(ids.pad(), Math.max(ids.eos(), ids.decoderStart()));
        Refusal.require(most < vocab, "reserved ids must be below vocab_size %d, got %s", vocab, ids);
    }

    /** Hugging Face's model types. */
    public enum Family {
        /** T5 of any version, Flan-T5, T0, ByT5, UL2. */
        T5,
        /** mT5. */
        MT5,
        /** UMT5: every layer has a relative position bias of its own. */
        UMT5;

        /** The config's {@code model_type}. */
        public String modelType() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Widths and depths.
     *
     * @param dModel width of the stream
     * @param dKv width of a head
     * @param dFf width inside the feed-forward layers
     * @param heads number of heads
     * @param encoderLayers blocks of the encoder
     * @param decoderLayers blocks of the decoder
     */
    public record Shape(int dModel, int dKv, int dFf, int heads, int encoderLayers, int decoderLayers) {}

    /**
     * The relative position bias.
     *
     * @param buckets number of distance buckets
     * @param maxDistance from here on all distances share the last bucket
     */
    public record Positions(int buckets, int maxDistance) {}

    /**
     * The feed-forward layers.
     *
     * @param activation the bend
     * @param gated whether a second projection multiplies the bent one
     */
    public record FeedForwardKind(Activation activation, boolean gated) {}

    /**
     * The output layer.
     *
     * @param tied whether it is the embedding, unless a file holds another one
     * @param scaled whether hidden states are multiplied by {@code dModel^-0.5} before it
     */
    public record Head(boolean tied, boolean scaled) {}

    /**
     * Reserved ids.
     *
     * @param pad padding
     * @param eos end of sequence
     * @param decoderStart what the decoder reads first
     */
    public record Ids(int pad, int eos, int decoderStart) {}

    /** Reads a Hugging Face {@code config.json}; {@code place} is named in refusals. */
    public static T5Config parse(JsonNode json, String place) {
        return T5ConfigJson.parse(json, place);
    }

    @Override
    public boolean tied() {
        return head.tied();
    }

    /** Version 4 of transformers scales whenever the head is tied, so one that is not scaled is written as a copy. */
    @Override
    public boolean tiedInFiles() {
        return head.tied() && head.scaled();
    }

    /** A head that the file holds is the model's own: version 5 of transformers also calls such heads tied. */
    @Override
    public T5Config fitted(NamedTensors file) {
        boolean own = head.tied() && file.contains("lm_head.weight");
        return own ? withHead(new Head(false, head.scaled())) : this;
    }

    @Override
    public ObjectNode toJson() {
        return T5ConfigJson.write(this, JsonNodeFactory.instance.objectNode());
    }

    @Override
    public Blocks blocks() {
        return new Blocks(2, shape.decoderLayers(), new Attention.Heads(shape.heads(), shape.dKv()), shape.dModel());
    }

    @Override
    public T5 build(Weights weights) {
        return T5.build(this, weights);
    }

    @Override
    public double forwardFlops(long source, long target) {
        double block = (feedForward.gated() ? 3.0 : 2.0) * shape.dModel() * shape.dFf();
        return new ForwardCost.EncoderDecoder(
                        shape.dModel(),
                        (double) shape.heads() * shape.dKv(),
                        new ForwardCost.Half(shape.encoderLayers(), block),
                        new ForwardCost.Half(shape.decoderLayers(), block),
                        vocab)
                .of(source, target);
    }

    /** T5 v1.1 small: 77 million weights. */
    public static T5Config v11Small() {
        return v11(new Shape(512, 64, 1024, 6, 8, 8));
    }

    /** T5 v1.1 base: 248 million weights. */
    public static T5Config v11Base() {
        return v11(new Shape(768, 64, 2048, 12, 12, 12));
    }

    /** A T5 v1.1 of any shape: gated GELU, a head of its own, 32,128 embeddings. */
    public static T5Config v11(Shape shape) {
        return new T5Config(
                Family.T5,
                32_128,
                shape,
                new Positions(32, 128),
                new FeedForwardKind(Activation.GELU_NEW, true),
                new Head(false, false),
                1e-6,
                0.1,
                new Ids(0, 1, 0));
    }

    /** This shape with another vocabulary size. */
    public T5Config withVocab(int size) {
        return new T5Config(family, size, shape, positions, feedForward, head, epsilon, dropoutRate, ids);
    }

    /** This shape with another output layer. */
    public T5Config withHead(Head other) {
        return new T5Config(family, vocab, shape, positions, feedForward, other, epsilon, dropoutRate, ids);
    }

    /** This shape with another dropout rate. */
    public T5Config withDropout(double rate) {
        return new T5Config(family, vocab, shape, positions, feedForward, head, epsilon, rate, ids);
    }

    /** This shape with another depth of its decoder. */
    public T5Config withDecoderLayers(int layers) {
        Shape deeper =
                new Shape(shape.dModel(), shape.dKv(), shape.dFf(), shape.heads(), shape.encoderLayers(), layers);
        return new T5Config(family, vocab, deeper, positions, feedForward, head, epsilon, dropoutRate, ids);
    }
}
