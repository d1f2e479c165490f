package dev.cloze.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.adapter.inject.Injection;
import dev.cloze.model.config.ConfigJson;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.OwnRows;
import dev.cloze.nn.Prefix;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.Scopes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * Prefix tuning (Li and Liang 2021, §4): the decoder's self-attention sees learned keys and values before those of its own
 * tokens. Layer {@code i} of a model that reads and writes takes rows {@code 4i} and {@code 4i + 1}, counted around, as
 * PEFT does: its format has room for the cross-attention, which it leaves alone.
 *
 * @param shape the sizes
 * @param hidden inner width of a network that the vectors come out of while they are learned (§4.3); empty for none
 */
public record PrefixTuning(PromptShape shape, OptionalInt hidden) implements Adapter {

    static final String TYPE = "PREFIX_TUNING";

    private static final double INITIAL_DEVIATION = 0.02;

    static PrefixTuning parse(AdapterJson json) {
        json.refuse("modules_to_save");
        ConfigJson values = json.values();
        PromptShape shape = PromptShape.parse(json);
        boolean projected = values.truth("prefix_projection", false);
        int hidden = values.integer("encoder_hidden_size", 1, PTuning.MOST_HIDDEN, shape.width());
        return new PrefixTuning(shape, projected ? OptionalInt.of(hidden) : OptionalInt.empty());
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = shape.toJson(TYPE).put("prefix_projection", hidden.isPresent());
        return json.put("encoder_hidden_size", hidden.orElse(shape.width())).putNull("modules_to_save");
    }

    @Override
    public Optional<WeightMerge> merge() {
        return Optional.empty();
    }

    private int width() {
        return 2 * shape.layers() * shape.width();
    }

    private Optional<Reparameterised> network() {
        return hidden.isEmpty()
                ? Optional.empty()
                : Optional.of(new Reparameterised(
                        List.of("transform.0", "transform.2"),
                        List.of(shape.width(), hidden.getAsInt(), width()),
                        Tensor::tanh));
    }

    @Override
    public Map<String, Tensor> kept(Parameters parameters) {
        return network().map(network -> network.kept(parameters)).orElseGet(() -> Adapter.all(parameters));
    }

    private Supplier<Tensor> table(Weights own) {
        Optional<Reparameterised> network = network();
        if (network.isPresent()) {
            return network.get().source(own, shape.tokens());
        }
        Tensor table =
                own.parameter(Reparameterised.TABLE, Initialiser.normal(INITIAL_DEVIATION), shape.tokens(), width());
        return () -> table;
    }

    @Override
    public Injection injection(Weights own, OwnRows rows) {
        return new PrefixInjection(table(own));
    }

    @Override
    public void requireFits(ModelConfig config) {
        if (config.blocks().stacks() != shape.stacks()) {
            throw Refusal.at(
                    "adapter",
                    "was made for another model: its prefix is for %d stacks of blocks, the model has %d",
                    shape.stacks(),
                    config.blocks().stacks());
        }
    }

    private final class PrefixInjection implements Injection {

        private final Supplier<Tensor> source;
        private int used;

        PrefixInjection(Supplier<Tensor> source) {
            this.source = source;
        }

        @Override
        public Optional<Prefix> prefix(int layer, int heads, int width) {
            if (heads != shape.heads() || heads * width != shape.width() || layer >= shape.layers()) {
                throw Refusal.at(
                        "adapter",
                        "was made for another model: its prefix is for %d layers of %d heads, %d values together;"
                                + " layer %d has %d heads, %d values",
                        shape.layers(),
                        shape.heads(),
                        shape.width(),
                        layer,
                        heads,
                        heads * width);
            }
            used++;
            int rows = 2 * shape.layers();
            int row = (shape.stacks() == 2 ? 4 : 2) * layer;
            return Optional.of(new Rows(this, row % rows, (row + 1) % rows));
        }

        int length() {
            return shape.tokens();
        }

        // Where a network makes the table, it does so once a pass, not once a layer.
        Tensor row(int row, ForwardPass pass) {
            return Scopes.keep(() -> (hidden.isPresent() ? pass.once(source) : source.get())
                    .view(shape.tokens(), 2L * shape.layers(), shape.heads(), -1)
                    .select(1, row) // [tokens, heads, width]
                    .transpose(0, 1)
                    .unsqueeze(0)); // [1, heads, tokens, width]
        }

        @Override
        public void requireUsed() {
            if (used == 0) {
                throw Refusal.at("adapter", "prefixes go into decoders; this model has none");
            }
            if (used != shape.layers()) {
                throw Refusal.at(
                        "adapter",
                        "was made for another model: its prefix is for %d layers, the model has %d",
                        shape.layers(),
                        used);
            }
        }
    }

    private record Rows(PrefixInjection of, int keys, int values) implements Prefix {
        @Override
        public int length() {
            return of.length();
        }

        @Override
        public Tensor keys(ForwardPass pass) {
            return of.row(keys, pass);
        }

        @Override
        public Tensor values(ForwardPass pass) {
            return of.row(values, pass);
        }
    }
}
