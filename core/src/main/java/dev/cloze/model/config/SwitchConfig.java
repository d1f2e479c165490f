package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Capacity;
import dev.cloze.nn.Experts;
import dev.cloze.tensor.NamedTensors;
import dev.cloze.text.Vocabulary;
import java.util.Optional;

/** The shape of a Switch Transformer, as its {@code config.json} says it. A preset is {@link #base8}. */
@Doc(
        name = "switch",
        value =
                "A Switch Transformer with random weights: a T5 v1.0 in which some layers have many experts (Fedus et al. 2021).")
public record SwitchConfig(
        @Inline T5Config base,
        @Inline SparseLayers sparse,
        @Inline Experts.Routing routing,
        @Inline RouterLosses losses)
        implements ModelConfig, InitialModel {

    /** Checks that no stack has more blocks with experts than it has blocks. */
    public SwitchConfig {
        Sizes.within(
                "sparse-encoder-layers", sparse.encoderLayers(), base.shape().encoderLayers());
        Sizes.within(
                "sparse-decoder-layers", sparse.decoderLayers(), base.shape().decoderLayers());
    }

    /** Where the blocks with experts stand. */
    public enum Layout {
        /** The second block of every group, as transformers has it. */
        SECOND_OF_GROUP,
        /** The last block of every group, as flaxformer has it. */
        LAST_OF_GROUP
    }

    /** How many blocks have experts. */
    public record SparseLayers(
            @Doc(name = "sparse-encoder-layers", value = "Layers that read and have experts.")
            int encoderLayers,

            @Doc(name = "sparse-decoder-layers", value = "Layers that write and have experts.")
            int decoderLayers,

            @Doc(
                    "Which layer of a group has experts: the second, as in Hugging Face's models, or the last, as in flaxformer's.")
            Layout layout) {}

    /** Which blocks of the encoder have experts. */
    public Sparsity encoder() {
        return new Sparsity(base.shape().encoderLayers(), sparse.encoderLayers(), sparse.layout());
    }

    /** Which blocks of the decoder have experts. */
    public Sparsity decoder() {
        return new Sparsity(base.shape().decoderLayers(), sparse.decoderLayers(), sparse.layout());
    }

    /**
     * Which blocks of a stack have experts.
     *
     * @param layers blocks of the stack
     * @param sparse blocks with experts; they are spread evenly
     * @param layout where in its group of {@code layers / sparse} such a block stands
     */
    public record Sparsity(int layers, int sparse, Layout layout) {

        /** Blocks a group, of which one has experts; 0 where none has. */
        public int step() {
            return sparse == 0 ? 0 : layers / sparse;
        }

        /** Whether the block at {@code index} has experts. */
        public boolean at(int index) {
            int step = step();
            if (step <= 1) {
                return step == 1;
            }
            return switch (layout) {
                case SECOND_OF_GROUP -> index % step == 1;
                case LAST_OF_GROUP -> index % step == step - 1;
            };
        }
    }

    /** What keeps the experts in balance. */
    public record RouterLosses(
            @Doc(
                    name = "router-z",
                    value = "Weight of the loss that keeps routers' logits small (Zoph et al. 2022, eq. 5).")
            double z,

            @Doc(
                    name = "load-balance",
                    value = "Weight of the loss that keeps experts in balance (Fedus et al. 2021, eq. 4).")
            double balance,

            @Doc(
                    name = "router-compat",
                    value = "Whether halves in which every layer has experts go without both, as in transformers.")
            boolean compat) {

        /** Checks the ranges. */
        public RouterLosses {
            Refusal.require(z >= 0, "router-z must be 0 or more, got %s", z);
            Refusal.require(balance >= 0, "load-balance must be 0 or more, got %s", balance);
        }
    }

    /** Reads a Hugging Face {@code config.json}; {@code place} is named in refusals. */
    public static SwitchConfig parse(JsonNode json, String place) {
        return SwitchConfigJson.parse(json, place);
    }

    @Override
    public boolean tied() {
        return base.tied();
    }

    @Override
    public boolean tiedInFiles() {
        return base.tiedInFiles();
    }

    @Override
    public SwitchConfig fitted(NamedTensors file) {
        return new SwitchConfig(base.fitted(file), sparse, routing, losses);
    }

    @Override
    public double dropoutRate() {
        return base.dropoutRate();
    }

    @Override
    public Optional<ModelConfig> shape(Vocabulary tokenizer) {
        T5Config fitted = base.withVocabulary(base.vocabulary().of(tokenizer));
        return Optional.of(new SwitchConfig(fitted, sparse, routing, losses));
    }

    @Override
    public Vocab vocabulary() {
        return base.vocabulary();
    }

    /** A token uses one expert: the same products as in a T5, but for the small ones of the routers. */
    @Override
    public double forwardFlops(long source, long target) {
        return base.forwardFlops(source, target);
    }

    @Override
    public Blocks blocks() {
        return base.blocks();
    }

    @Override
    public ObjectNode toJson() {
        return SwitchConfigJson.write(this, JsonNodeFactory.instance.objectNode());
    }

    /** The shape of switch-base-8: 619 million weights, of which a token uses 248 million. */
    public static SwitchConfig base8() {
        T5Config base = new T5Config(
                T5Config.Family.T5,
                new Vocab(32_128, new T5Config.Ids(0, 1, 0)),
                new T5Config.Shape(768, 64, 3072, 12, 12, 12),
                new T5Config.Positions(32, 128),
                new T5Config.FeedForwardKind(Activation.RELU, false),
                new T5Config.Head(true, true),
                1e-6,
                0.1);
        SparseLayers every = new SparseLayers(6, 6, Layout.SECOND_OF_GROUP);
        Experts.Routing routing = new Experts.Routing(8, Capacity.DROPLESS, new Capacity.PerRow(64), 0.01, false);
        return new SwitchConfig(base, every, routing, new RouterLosses(0.001, 0.001, false));
    }

    /** This shape with other limits of its experts, in training and otherwise. */
    public SwitchConfig withCapacity(Capacity training, Capacity inference) {
        Experts.Routing changed =
                new Experts.Routing(routing.experts(), training, inference, routing.jitter(), routing.biased());
        return new SwitchConfig(base, sparse, changed, losses);
    }

    /** This shape, training as transformers does: the same limit always, no router losses where all blocks have experts. */
    public SwitchConfig compat() {
        RouterLosses same = new RouterLosses(losses.z(), losses.balance(), true);
        return new SwitchConfig(base, sparse, routing, same).withCapacity(routing.inference(), routing.inference());
    }
}
