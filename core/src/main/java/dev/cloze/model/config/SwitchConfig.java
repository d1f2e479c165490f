package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.model.SwitchTransformer;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Capacity;
import dev.cloze.nn.Experts;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.NamedTensors;

/**
 * The shape of a Switch Transformer, as its {@code config.json} says it.
 *
 * @param base what it shares with T5
 * @param encoder which blocks of the encoder have experts
 * @param decoder which blocks of the decoder have experts
 * @param routing how tokens find their experts
 * @param losses what keeps the experts in balance
 */
public record SwitchConfig(
        T5Config base, Sparsity encoder, Sparsity decoder, Experts.Routing routing, RouterLosses losses)
        implements ModelConfig {

    /** Where the blocks with experts stand. */
    public enum Layout {
        /** The second block of every group, as transformers has it. */
        SECOND_OF_GROUP,
        /** The last block of every group, as flaxformer has it. */
        LAST_OF_GROUP
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

    /**
     * What keeps the experts in balance.
     *
     * @param z weight of the router z-loss (Zoph et al. 2022, eq. 5)
     * @param balance weight of the load-balancing loss (Fedus et al. 2021, eq. 4)
     * @param compat whether stacks in which every block has experts go without, as in transformers
     */
    public record RouterLosses(double z, double balance, boolean compat) {}

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
        return new SwitchConfig(base.fitted(file), encoder, decoder, routing, losses);
    }

    @Override
    public int vocab() {
        return base.vocab();
    }

    @Override
    public T5Config.Ids ids() {
        return base.ids();
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
    public SwitchTransformer build(Weights weights) {
        return SwitchTransformer.build(this, weights);
    }

    @Override
    public ObjectNode toJson() {
        return SwitchConfigJson.write(this, JsonNodeFactory.instance.objectNode());
    }

    /** The shape of switch-base-8: 619 million weights, of which a token uses 248 million. */
    public static SwitchConfig base8() {
        T5Config base = new T5Config(
                T5Config.Family.T5,
                32_128,
                new T5Config.Shape(768, 64, 3072, 12, 12, 12),
                new T5Config.Positions(32, 128),
                new T5Config.FeedForwardKind(Activation.RELU, false),
                new T5Config.Head(true, true),
                1e-6,
                0.1,
                new T5Config.Ids(0, 1, 0));
        Sparsity every = new Sparsity(12, 6, Layout.SECOND_OF_GROUP);
        Experts.Routing routing = new Experts.Routing(8, Capacity.DROPLESS, new Capacity.PerRow(64), 0.01, false);
        return new SwitchConfig(base, every, every, routing, new RouterLosses(0.001, 0.001, false));
    }

    /** This shape with other limits of its experts, in training and otherwise. */
    public SwitchConfig withCapacity(Capacity training, Capacity inference) {
        Experts.Routing changed =
                new Experts.Routing(routing.experts(), training, inference, routing.jitter(), routing.biased());
        return new SwitchConfig(base, encoder, decoder, changed, losses);
    }

    /** This shape, training as transformers does: the same limit always, no router losses where all blocks have experts. */
    public SwitchConfig compat() {
        RouterLosses same = new RouterLosses(losses.z(), losses.balance(), true);
        return new SwitchConfig(base, encoder, decoder, routing, same)
                .withCapacity(routing.inference(), routing.inference());
    }
}
