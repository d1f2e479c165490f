package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.nn.Activation;
import dev.cloze.nn.attention.Attention;
import dev.cloze.tensor.NamedTensors;
import dev.cloze.text.Vocabulary;
import java.util.Locale;
import java.util.Optional;

/**
 * The shape of a T5, mT5, UMT5, ByT5, Flan-T5, T0 or UL2, as its {@code config.json} says it. Presets are {@link #v11Small},
 * {@link #v11Base} and, of any widths and depths, {@link #v11}.
 */
@Doc(name = "t5", value = "A T5 with random weights: v1.1 with gated-gelu, v1.0 with relu and a tied head.")
public record T5Config(
        @Doc("Which of Hugging Face's classes its folder names.")
        Family family,

        @Doc(name = "rows", value = "Rows of the embedding; auto rounds the tokenizer's ids up to a multiple of 128.")
        Vocab vocabulary,

        @Inline Shape shape,
        @Inline Positions positions,

        @Doc(
                "The feed-forward layer: relu, gelu, gelu_new, silu, quick_gelu or tanh, after gated- with a second map that multiplies it.")
        FeedForwardKind feedForward,

        @Inline Head head,
        @Doc("Added under the root of every norm.") double epsilon,

        @Doc(name = "dropout", value = "Share of activations dropped while training.")
        double dropoutRate)
        implements ModelConfig, InitialModel {

    /** Checks the range. */
    public T5Config {
        Sizes.share("dropout", dropoutRate);
        Refusal.require(epsilon > 0 && epsilon < 1, "epsilon must be above 0 and below 1, got %s", epsilon);
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

    /** Widths and depths. */
    public record Shape(
            @Doc(value = "Width of the residual stream.", unit = "values")
            int dModel,

            @Doc(value = "Width of one attention head.", unit = "values")
            int dKv,

            @Doc(value = "Inner width of the feed-forward layers, and of every expert.", unit = "values")
            int dFf,

            @Doc("Attention heads of a layer.") int heads,
            @Doc("Layers that read.") int encoderLayers,
            @Doc("Layers that write.") int decoderLayers) {

        /** Checks that there is some of each. */
        public Shape {
            Sizes.positive("d-model", dModel);
            Sizes.positive("d-kv", dKv);
            Sizes.positive("d-ff", dFf);
            Sizes.positive("heads", heads);
            Sizes.positive("encoder-layers", encoderLayers);
            Sizes.positive("decoder-layers", decoderLayers);
        }
    }

    /** The relative position bias. Half of an encoder's buckets are for each direction. */
    public record Positions(
            @Doc(name = "relative-buckets", value = "Buckets of the relative position bias.")
            int buckets,

            @Doc(
                    name = "relative-max-distance",
                    value = "Distance from which on all positions share a bucket.",
                    unit = "tokens")
            int maxDistance) {

        /** Checks that some buckets are left to be shared. */
        public Positions {
            Refusal.require(
                    buckets >= 2 && buckets % 2 == 0, "relative-buckets must be even and at least 2, got %d", buckets);
            Refusal.require(
                    maxDistance > buckets / 2,
                    "relative-max-distance must be more than half of relative-buckets (%d), got %d",
                    buckets / 2,
                    maxDistance);
        }
    }

    /**
     * The feed-forward layers.
     *
     * @param activation the bend
     * @param gated whether a second projection multiplies the bent one
     */
    public record FeedForwardKind(Activation activation, boolean gated) {

        private static final String GATED = "gated-";

        /** Reads a {@code feed_forward_proj}: {@code relu}, {@code gated-gelu} and their like. */
        public static FeedForwardKind parse(String word) {
            boolean gated = word.startsWith(GATED);
            // The checkpoints called gated-gelu were trained with the tanh approximation.
            String activation = word.equals("gated-gelu") ? "gelu_new" : gated ? word.substring(GATED.length()) : word;
            return new FeedForwardKind(Activation.parse(activation), gated);
        }

        /** The {@code feed_forward_proj} that reads so. */
        @Override
        public String toString() {
            boolean gatedGelu = gated && activation == Activation.GELU_NEW;
            return gatedGelu ? "gated-gelu" : (gated ? GATED : "") + activation.configName();
        }
    }

    /** The output layer. */
    public record Head(
            @Doc(
                    name = "tied-head",
                    value =
                            "Whether the embedding is also the output layer, as in T5 v1.0, unless a file holds another one.")
            boolean tied,

            @Doc(
                    name = "scaled-head",
                    value =
                            "Whether hidden states are divided by the root of d-model before it; auto with a tied head only.")
            Optional<Boolean> scaling) {

        /** Leaves out what is said by {@code tied}. */
        public Head {
            scaling = scaling.filter(scaled -> scaled != tied);
        }

        public Head(boolean tied, boolean scaled) {
            this(tied, Optional.of(scaled));
        }

        /** Whether hidden states are multiplied by {@code dModel^-0.5} before it. */
        public boolean scaled() {
            return scaling.orElse(tied);
        }
    }

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
    public double forwardFlops(long source, long target) {
        double block = (feedForward.gated() ? 3.0 : 2.0) * shape.dModel() * shape.dFf();
        return new ForwardCost.EncoderDecoder(
                        shape.dModel(),
                        (double) shape.heads() * shape.dKv(),
                        new ForwardCost.Half(shape.encoderLayers(), block),
                        new ForwardCost.Half(shape.decoderLayers(), block),
                        vocab())
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
                new Vocab(32_128, new Ids(0, 1, 0)),
                shape,
                new Positions(32, 128),
                new FeedForwardKind(Activation.GELU_NEW, true),
                new Head(false, false),
                1e-6,
                0.1);
    }

    @Override
    public Optional<ModelConfig> shape(Vocabulary tokenizer) {
        return Optional.of(withVocabulary(vocabulary.of(tokenizer)));
    }

    /** This shape with another vocabulary. */
    public T5Config withVocabulary(Vocab other) {
        return new T5Config(family, other, shape, positions, feedForward, head, epsilon, dropoutRate);
    }

    /** This shape with another vocabulary size. */
    public T5Config withVocab(int size) {
        return withVocabulary(new Vocab(size, ids()));
    }

    /** This shape with another output layer. */
    public T5Config withHead(Head other) {
        return new T5Config(family, vocabulary, shape, positions, feedForward, other, epsilon, dropoutRate);
    }

    /** This shape with another dropout rate. */
    public T5Config withDropout(double rate) {
        return new T5Config(family, vocabulary, shape, positions, feedForward, head, epsilon, rate);
    }

    /** This shape with another depth of its decoder. */
    public T5Config withDecoderLayers(int layers) {
        Shape deeper =
                new Shape(shape.dModel(), shape.dKv(), shape.dFf(), shape.heads(), shape.encoderLayers(), layers);
        return new T5Config(family, vocabulary, deeper, positions, feedForward, head, epsilon, dropoutRate);
    }
}
