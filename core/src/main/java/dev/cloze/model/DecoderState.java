package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.nn.Attention;
import dev.cloze.nn.CausalMask;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.KeyValueCache;
import dev.cloze.nn.ScoreBias;
import dev.cloze.nn.Segments;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A decoder in the middle of writing: the keys and values of what it has read, in memory allocated once, and the encoder's
 * keys and values, which the beams of an input share. Close it to free that memory.
 */
public final class DecoderState implements AutoCloseable {

    private final Shape shape;
    private final List<Layer> layers;
    private Masks masks;
    private int length;

    DecoderState(Shape shape, List<Layer> layers, Masks masks) {
        this.shape = shape;
        this.layers = List.copyOf(layers);
        this.masks = masks;
    }

    /**
     * How much room there is.
     *
     * @param beams rows that write for each input
     * @param length most tokens a row may read
     */
    public record Shape(int beams, int length) {

        /** Checks that both are positive. */
        public Shape {
            Refusal.require(beams > 0 && length > 0, "beams and length must be positive, got %d and %d", beams, length);
        }
    }

    /** One decoder layer's memory. */
    static final class Layer {

        final KeyValueCache own;
        private Optional<Attention.KeysValues> source; // [items, heads, source, width]

        Layer(KeyValueCache own, Optional<Attention.KeysValues> source) {
            this.own = own;
            this.source = source;
        }

        /** A layer that reads {@code encoded} through {@code cross}, whose heads its self-attention has, too. */
        static Layer reading(Attention cross, Tensor encoded, Shape shape) {
            Attention.KeysValues source = cross.keysValues(encoded);
            return new Layer(
                    new KeyValueCache(
                            encoded.size(0) * shape.beams(),
                            cross.heads(),
                            shape.length(),
                            source.keys().options()),
                    Optional.of(
                            new Attention.KeysValues(Scopes.forever(source.keys()), Scopes.forever(source.values()))));
        }

        private void keep(Tensor items) {
            source = source.map(
                    all -> new Attention.KeysValues(replaced(all.keys(), items), replaced(all.values(), items)));
        }

        private void close() {
            own.close();
            source.ifPresent(all -> {
                all.keys().close();
                all.values().close();
            });
        }
    }

    /**
     * What a decoder looks at beside its own tokens; kept for as long as the state lives.
     *
     * @param source hides the encoder's padding, {@code [items, 1, 1, source]}
     * @param prompt hides the padding before a prompt, {@code [rows, 1, 1, capacity]}
     * @param skipped how many tokens of padding there are before each prompt, {@code [rows, 1]}
     * @param types the type of every token that follows a prompt, {@code [rows, 1]}
     * @param biases for each layer that has one, {@code [1, heads, 1, capacity]} for distances capacity-1, …, 0
     */
    record Masks(
            Optional<Tensor> source,
            Optional<Tensor> prompt,
            Optional<Tensor> skipped,
            Optional<Tensor> types,
            List<Tensor> biases) {

        /** Nothing is hidden and nothing added. */
        static final Masks NONE =
                new Masks(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        /** Hides the padding of {@code encoded}. */
        static Masks of(Segments segments, Tensor encoded) {
            ScoreBias mask = segments.maskFor(Segments.WHOLE, Tensors.type(encoded));
            return mask instanceof ScoreBias.Added added
                    ? new Masks(
                            Optional.of(Scopes.forever(added.values())),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of())
                    : NONE;
        }

        /** Hides the padding before prompts, in numbers of {@code like}'s type. */
        static Masks of(Prompts prompts, Shape shape, Tensor like) {
            Optional<Tensor> counts = prompts.skipped().map(skipped -> rows(skipped, shape));
            Optional<Tensor> kinds = prompts.types().map(types -> rows(types.narrow(1, types.size(1) - 1, 1), shape));
            Optional<Tensor> hidden = counts.map(skipped -> hidden(skipped, shape, like));
            return new Masks(Optional.empty(), hidden, counts, kinds, List.of());
        }

        // [items, 1] -> [rows, 1]
        private static Tensor rows(Tensor items, Shape shape) {
            return Scopes.forever(items.repeat_interleave(shape.beams(), new LongOptional(0), new LongOptional()));
        }

        private static Tensor hidden(Tensor skipped, Shape shape, Tensor like) {
            Tensor present = torch.arange(new Scalar(shape.length()), skipped.options())
                    .ge(skipped)
                    .to(Tensors.type(skipped)); // [rows, capacity]
            ScoreBias mask = new Segments.Padded(present).maskFor(Segments.WHOLE, Tensors.type(like));
            return Scopes.forever(((ScoreBias.Added) mask).values()); // [rows, 1, 1, capacity]
        }

        /** These, and the biases of the layers that have one. */
        Masks with(List<Tensor> layerBiases) {
            return new Masks(source, prompt, skipped, types, List.copyOf(layerBiases));
        }

        private Masks keep(Tensor items, Tensor rows) {
            return new Masks(
                    source.map(mask -> replaced(mask, items)),
                    prompt.map(mask -> replaced(mask, rows)),
                    skipped.map(count -> replaced(count, rows)),
                    types.map(ids -> replaced(ids, rows)),
                    biases);
        }

        private void close() {
            source.ifPresent(Tensor::close);
            prompt.ifPresent(Tensor::close);
            skipped.ifPresent(Tensor::close);
            types.ifPresent(Tensor::close);
            biases.forEach(Tensor::close);
        }
    }

    /** Tokens each row has read. */
    public int length() {
        return length;
    }

    /** Rows that write for each input. */
    public int beams() {
        return shape.beams();
    }

    /** Rows are continued from the rows that {@code rows} names, which must belong to the same input. */
    public void reorder(int[] rows) {
        Scopes.withoutGradient(() -> {
            Tensor index = index(rows);
            layers.forEach(layer -> layer.own.reorder(index, length));
        });
    }

    /** Only the named inputs go on; finished ones leave the batch. Their rows keep their order. */
    public void keep(int[] items) {
        Scopes.withoutGradient(() -> {
            int beams = shape.beams();
            int[] rows = new int[items.length * beams];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = items[i / beams] * beams + i % beams;
            }
            Tensor rowIndex = index(rows);
            Tensor itemIndex = index(items);
            layers.forEach(layer -> {
                layer.own.reorder(rowIndex, length);
                layer.keep(itemIndex);
            });
            masks = masks.keep(itemIndex, rowIndex);
        });
    }

    @Override
    public void close() {
        layers.forEach(Layer::close);
        masks.close();
    }

    List<Layer> layers() {
        return layers;
    }

    /** Hides from new tokens {@code x} what comes after them and the padding before their prompt. */
    ScoreBias back(Tensor x) {
        int added = Math.toIntExact(x.size(1));
        int keys = length + added;
        ScoreBias bias = added == 1 ? ScoreBias.NONE : ScoreBias.NONE.plus(CausalMask.of(length, added, keys, x));
        return masks.prompt().map(mask -> bias.plus(mask.narrow(3, 0, keys))).orElse(bias);
    }

    /** Where the tokens of each row stand in their texts. */
    Positions places() {
        return masks.skipped().<Positions>map(Positions.Shifted::new).orElse(Positions.COUNTED);
    }

    /**
     * What a layer's new tokens see of the encoder: {@code [rows, new, dModel] -> [rows, new, dModel]}. The beams of an input
     * stand side by side as queries, so its keys and values are there once.
     */
    Tensor across(Attention cross, int layer, Tensor x) {
        Tensor queries = x.view(-1, shape.beams() * x.size(1), x.size(2)); // [items, beams · new, dModel]
        ScoreBias bias = masks.source().map(ScoreBias.NONE::plus).orElse(ScoreBias.NONE);
        Attention.KeysValues source = layers.get(layer).source.orElseThrow();
        return cross.forward(queries, source, bias, ForwardPass.inference()).view(x.shape());
    }

    Masks masks() {
        return masks;
    }

    /** Notes that {@code count} more tokens were read. */
    void advance(long count) {
        length += Math.toIntExact(count);
    }

    /** Stops if {@code count} more tokens would not fit. */
    void require(long count) {
        if (length + count > shape.length()) {
            throw new IllegalStateException(
                    "no room for %d tokens after %d of %d".formatted(count, length, shape.length()));
        }
    }

    private static Tensor replaced(Tensor old, Tensor index) {
        Tensor fewer = Scopes.forever(old.index_select(0, index));
        old.close();
        return fewer;
    }

    private Tensor index(int[] rows) {
        return Tensors.of(rows, rows.length).to(layers.get(0).own.device(), ScalarType.Long);
    }
}
