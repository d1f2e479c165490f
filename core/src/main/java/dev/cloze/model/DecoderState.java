package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.model.input.Positions;
import dev.cloze.model.input.Prompts;
import dev.cloze.nn.attention.Attention;
import dev.cloze.nn.attention.KeyValueCache;
import dev.cloze.nn.attention.PastMask;
import dev.cloze.nn.attention.Prefixes;
import dev.cloze.nn.attention.ScoreBias;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A decoder in the middle of writing: the keys and values of what it has read, in memory allocated once, and the encoder's
 * keys and values, which the beams of an input share. Close it to free that memory.
 */
public final class DecoderState implements AutoCloseable {

    private final Shape shape;
    private final List<Layer> layers;
    private final PastMask past;
    private Masks masks;
    private int length;

    DecoderState(Shape shape, List<Layer> layers, PastMask past, Masks masks) {
        this.shape = shape;
        this.layers = List.copyOf(layers);
        this.past = past;
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

        /** Room for {@code count} more tokens. */
        public Shape after(int count) {
            return count == 0 ? this : new Shape(beams, length + count);
        }

        /** Room for so many items. */
        KeyValueCache.Room room(long items) {
            return new KeyValueCache.Room(items, beams, length);
        }
    }

    /** One decoder layer's memory. */
    static final class Layer {

        final KeyValueCache own;
        private Optional<Attention.Source> source;

        Layer(KeyValueCache own, Optional<Attention.Source> source) {
            this.own = own;
            this.source = source;
        }

        /** A layer that reads {@code encoded} through {@code cross}, whose heads its self-attention has, too. */
        static Layer reading(Attention cross, Tensor encoded, Shape shape) {
            Attention.Source source = cross.source(encoded);
            KeyValueCache own = new KeyValueCache(
                    shape.room(encoded.size(0)), cross.heads(), source.values().options());
            return new Layer(
                    own,
                    Optional.of(new Attention.Source(Scopes.forever(source.keys()), Scopes.forever(source.values()))));
        }

        private void keep(Tensor items, int count) {
            source = source.map(
                    all -> new Attention.Source(chosen(all.keys(), items, count), chosen(all.values(), items, count)));
        }

        // Heads of an item lie side by side, and each of them the way in which it is read fastest.
        private static Tensor chosen(Tensor old, Tensor items, int count) {
            Tensor lying = old.transpose(1, 2);
            Tensor fewer = Scopes.forever(lying.view(count, -1, lying.size(1), lying.size(2))
                    .index_select(0, items)
                    .view(-1, lying.size(1), lying.size(2))
                    .transpose(1, 2));
            old.close();
            return fewer;
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
     * @param skipped how many tokens of padding there are before each prompt, {@code [rows, 1]}
     * @param types the type of every token that follows a prompt, {@code [rows, 1]}
     */
    record Masks(Optional<Tensor> source, Optional<Tensor> skipped, Optional<Tensor> types) {

        /** Hides the padding of {@code encoded}, in numbers of {@code type}. */
        static Masks of(Segments segments, ScalarType type) {
            ScoreBias mask = segments.maskFor(Segments.WHOLE, type);
            return new Masks(
                    mask instanceof ScoreBias.Added added
                            ? Optional.of(Scopes.forever(added.values()))
                            : Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** What is known of prompts. */
        static Masks of(Prompts prompts, Shape shape) {
            return new Masks(
                    Optional.empty(),
                    prompts.skipped().map(skipped -> rows(skipped, shape)),
                    prompts.types().map(types -> rows(types.narrow(1, types.size(1) - 1, 1), shape)));
        }

        // [items, 1] -> [rows, 1]
        private static Tensor rows(Tensor items, Shape shape) {
            return Scopes.forever(items.repeat_interleave(shape.beams(), new LongOptional(0), new LongOptional()));
        }

        private Masks keep(Tensor items, Tensor rows) {
            return new Masks(
                    source.map(mask -> replaced(mask, items)),
                    skipped.map(count -> replaced(count, rows)),
                    types.map(ids -> replaced(ids, rows)));
        }

        private void close() {
            source.ifPresent(Tensor::close);
            skipped.ifPresent(Tensor::close);
            types.ifPresent(Tensor::close);
        }
    }

    /**
     * A state whose layers read {@code encoded}.
     *
     * @param positions for each layer that has biases by distance, what gives those of a query at the end of a room:
     *     {@code [1, heads, 1, tokens + 1]}
     */
    static DecoderState reading(
            Encoded encoded, Shape shape, List<Attention> crosses, List<IntFunction<Tensor>> positions) {
        List<Layer> layers = crosses.stream()
                .map(cross -> Layer.reading(cross, encoded.states(), shape))
                .toList();
        Tensor like = layers.get(0).source.orElseThrow().values();
        KeyValueCache.Room room = shape.room(encoded.states().size(0));
        List<Tensor> biases = positions.stream()
                .map(table -> table.apply(room.whole(room.capacity())))
                .toList();
        PastMask past = new PastMask(room, biases, Optional.empty(), like.options());
        return new DecoderState(shape, layers, past, Masks.of(encoded.segments(), Tensors.type(like)));
    }

    /**
     * What the layers of a decoder alone remember.
     *
     * @param caches one for each
     * @param prefixes what comes first
     */
    record Past(List<KeyValueCache> caches, Prefixes prefixes) {}

    /** A state that goes on from prompts once they have been read into its layers. */
    static DecoderState continuing(Prompts prompts, Shape shape, Past past, TensorOptions options) {
        List<Layer> layers = past.caches.stream()
                .map(cache -> new Layer(cache, Optional.empty()))
                .toList();
        long items = prompts.tokens().size(0);
        Optional<PastMask.Padding> padding =
                prompts.skipped().map(count -> new PastMask.Padding(past.prefixes.length(), count));
        PastMask mask = new PastMask(shape.room(items), List.of(), padding, options);
        DecoderState state = new DecoderState(shape, layers, mask, Masks.of(prompts, shape));
        state.begin(past.prefixes, items);
        return state;
    }

    /**
     * What an encoder has read.
     *
     * @param states {@code [items, source, dModel]}
     * @param segments theirs
     */
    record Encoded(Tensor states, Segments segments) {}

    /** Notes what an adapter puts before the tokens of {@code items} inputs. */
    void begin(Prefixes prefixes, long items) {
        for (int i = 0; i < layers.size(); i++) {
            prefixes.fill(i, layers.get(i).own, items * shape.beams());
        }
        advance(prefixes.length());
    }

    /** Tokens each row has read. */
    public int length() {
        return length;
    }

    /** Rows that write for each input. */
    public int beams() {
        return shape.beams();
    }

    /** Rows are continued from the rows that {@code rows} names, which must belong to the same input. Nothing is moved. */
    public void reorder(int[] rows) {
        Scopes.withoutGradient(() -> past.reorder(index(rows)));
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
                layer.keep(itemIndex, Math.toIntExact(layer.own.items()));
                layer.own.keep(itemIndex, length);
            });
            past.keep(itemIndex, rowIndex);
            masks = masks.keep(itemIndex, rowIndex);
        });
    }

    @Override
    public void close() {
        layers.forEach(Layer::close);
        past.close();
        masks.close();
    }

    List<Layer> layers() {
        return layers;
    }

    /** What is added to the scores of {@code count} new tokens a row, for each layer that has positions, or once for all. */
    List<Tensor> after(long count) {
        return past.after(length, Math.toIntExact(count));
    }

    /** Where the tokens of each row stand in their texts. */
    Positions places() {
        return masks.skipped().<Positions>map(Positions.Shifted::new).orElse(Positions.COUNTED);
    }

    /**
     * What a layer's new tokens see of the encoder: {@code [rows, new, dModel] -> [rows, new, dModel]}.
     */
    Tensor across(Attention cross, int layer, Tensor x) {
        return cross.across(x, layers.get(layer).source.orElseThrow(), masks.source());
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
