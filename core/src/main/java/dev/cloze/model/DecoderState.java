package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.nn.Attention;
import dev.cloze.nn.KeyValueCache;
import dev.cloze.nn.ScoreBias;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A decoder in the middle of writing: the keys and values of what it has read, in memory allocated once, and the encoder's
 * keys and values, which the beams of an input share. Close it to free that memory.
 */
public final class DecoderState implements AutoCloseable {

    private final Shape shape;
    private final List<Layer> layers;
    private Optional<Tensor> sourceMask; // [items, 1, 1, source]
    private int length;

    DecoderState(Shape shape, List<Layer> layers, Optional<Tensor> sourceMask) {
        this.shape = shape;
        this.layers = List.copyOf(layers);
        this.sourceMask = sourceMask;
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
        final Tensor bias; // [1, heads, 1, capacity] for distances capacity-1, …, 0 before the query
        Attention.KeysValues source; // [items, heads, source, dKv]

        Layer(KeyValueCache own, Tensor bias, Attention.KeysValues source) {
            this.own = own;
            this.bias = bias;
            this.source = source;
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
                layer.source = new Attention.KeysValues(
                        replaced(layer.source.keys(), itemIndex), replaced(layer.source.values(), itemIndex));
            });
            sourceMask = sourceMask.map(mask -> replaced(mask, itemIndex));
        });
    }

    @Override
    public void close() {
        layers.forEach(layer -> {
            layer.own.close();
            layer.bias.close();
            layer.source.keys().close();
            layer.source.values().close();
        });
        sourceMask.ifPresent(Tensor::close);
    }

    List<Layer> layers() {
        return layers;
    }

    ScoreBias sourceBias() {
        return sourceMask.map(ScoreBias.NONE::plus).orElse(ScoreBias.NONE);
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
        Tensor any = layers.get(0).source.keys();
        return Tensors.of(rows, rows.length).to(any.device(), ScalarType.Long);
    }
}
