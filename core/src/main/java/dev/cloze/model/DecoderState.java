package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.model.input.Positions;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.RowAdapters;
import dev.cloze.nn.attention.Attention;
import dev.cloze.nn.attention.CacheLayout;
import dev.cloze.nn.attention.CacheMove;
import dev.cloze.nn.attention.KeyValueCache;
import dev.cloze.nn.attention.PastMask;
import dev.cloze.nn.attention.Prefixes;
import dev.cloze.nn.attention.ScoreBias;
import dev.cloze.nn.attention.Segments;
import dev.cloze.nn.attention.SourceCache;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A decoder in the middle of writing: the keys and values of what its rows have read, and those of the encoder, which the
 * beams of an item share. Items join and leave at any step; each has a slot, and a clock that began when it joined. Memory
 * grows with what is read. Close it to free that memory.
 */
public final class DecoderState implements AutoCloseable {

    // Tokens there is room for at first, if as many may be read.
    private static final int FIRST_ROOM = 256;

    private final int beams;
    private final List<KeyValueCache> caches;
    private final PastMask past;
    private final Slots slots;
    private Optional<SourceCache> sources = Optional.empty();
    private Optional<Tensor> types = Optional.empty(); // [rows, 1]
    private Optional<Tensor> starts = Optional.empty(); // [rows, 1], where they differ
    private RowAdapters uses = RowAdapters.all(RowAdapters.NONE);
    private CacheLayout layout;
    private int column; // where the next tokens will stand
    private int first; // block in use
    private boolean settled; // whether masks know where items begin
    private boolean used; // whether anything was read

    private DecoderState(CacheLayout layout, List<KeyValueCache> caches, PastMask past) {
        this.beams = layout.beams();
        this.layout = layout;
        this.caches = List.copyOf(caches);
        this.past = past;
        this.slots = new Slots(Math.toIntExact(layout.items()));
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
            return count == 0 ? this : new Shape(beams, Math.addExact(length, count));
        }
    }

    /**
     * What the layers of a decoder remember.
     *
     * @param heads those of each layer
     * @param positions for each layer that has biases by distance, what gives those of a query behind a number of tokens:
     *     {@code [1, heads, 1, tokens + 1]}
     * @param options of keys and values
     */
    record Memory(List<Attention.Heads> heads, List<IntFunction<Tensor>> positions, TensorOptions options) {}

    /** A state for {@code items} inputs, which are to join it. */
    static DecoderState of(Memory memory, long items, Shape shape) {
        CacheLayout layout = CacheLayout.of(items, shape.beams(), Math.min(shape.length(), FIRST_ROOM));
        List<KeyValueCache> caches = memory.heads().stream()
                .map(heads -> new KeyValueCache(layout, heads, memory.options()))
                .toList();
        return new DecoderState(layout, caches, new PastMask(layout, memory.positions(), memory.options()));
    }

    /**
     * Gives slots to new items.
     *
     * @param before how many tokens each of them has read when it joins; they are to be written before the next step
     * @param limit most tokens that any of them may read, those included
     * @param adapters what they use
     * @return the slots, in the order of the items
     */
    int[] join(int[] before, int limit, RowAdapters adapters) {
        makeSlots(before.length);
        int most = Arrays.stream(before).max().orElse(0);
        if (!slots.anyTaken()) {
            restart(most);
        } else if (most > column) {
            push(layout.blocks(most - column));
        }
        reserve(0);
        int[] given = slots.free(before.length);
        for (int i = 0; i < given.length; i++) {
            slots.take(given[i], column - before[i], limit, adapters.of(i));
        }
        clear(given);
        settled = false;
        return given;
    }

    private void clear(int[] given) {
        if (used) {
            Tensor index = index(given);
            caches.forEach(cache -> cache.clear(index));
            past.clear(given);
        }
        used = true;
    }

    private void makeSlots(int count) {
        int missing = count - slots.free(count).length;
        if (missing > 0) {
            int items = slots.count() + missing;
            slots.grow(items);
            sources.ifPresent(all -> all.grow(items));
            types = types.map(all -> {
                Tensor more = torch.constant_pad_nd(all, new long[] {0, 0, 0, (long) missing * beams});
                all.close();
                return Scopes.forever(more);
            });
            move(layout.withItems(items), Optional.empty(), 0);
        }
    }

    private void restart(int at) {
        column = at;
        first = 0;
        caches.forEach(cache -> cache.beginAt(0));
        past.beginAt(0);
    }

    /** Puts empty blocks before all that is there. */
    private void push(int blocks) {
        move(layout.withBlocks(layout.blocks() + blocks), Optional.empty(), first + blocks);
    }

    /** Sees to it that {@code count} more tokens have room. */
    private void reserve(int count) {
        int needed = layout.blocks(column + count);
        if (needed > layout.blocks()) {
            first = Math.max(first, slots.earliest(column) / layout.blockColumns());
            int live = needed - first;
            int blocks = 2 * live > layout.blocks() ? Math.max(2 * layout.blocks(), live) : layout.blocks();
            move(layout.withBlocks(blocks), Optional.empty(), 0);
        }
    }

    // The blocks in use go to place `at` of a new memory.
    private void move(CacheLayout to, Optional<Tensor> items, int at) {
        int blocks = Math.min(layout.blocks(), layout.blocks(column)) - first;
        CacheMove move = new CacheMove(to, items, first, Math.max(0, blocks), at);
        caches.forEach(cache -> cache.move(move));
        past.move(move);
        int columns = (at - first) * layout.blockColumns();
        column += columns;
        slots.shift(columns);
        first = at;
        layout = to;
        settled = false;
    }

    /** The encoder's keys and values of new items: {@code layers} of {@code heads} heads, the padding of {@code read} hidden. */
    void look(int[] given, List<Attention.Source> layers, int heads, Segments read) {
        ScoreBias mask = read.maskFor(Segments.WHOLE, Tensors.type(layers.get(0).values()));
        if (sources.isEmpty()) {
            sources = Optional.of(new SourceCache(layers, heads, mask));
        } else {
            sources.get().put(given, layers, mask);
        }
    }

    /** The type of every token that new items go on with, {@code [items, 1]}. */
    void type(int[] given, Tensor kinds) {
        Tensor each = kinds.repeat_interleave(beams, new LongOptional(0), new LongOptional()); // [items · beams, 1]
        if (types.isEmpty()) {
            types = Optional.of(Scopes.forever(torch.zeros(new long[] {layout.rows(), 1}, each.options())));
        }
        types.get().index_copy_(0, index(rows(given)), each);
    }

    /** Notes what an adapter puts before the tokens of new items. */
    void begin(Prefixes prefixes, int[] given, ForwardPass pass) {
        for (int i = 0; prefixes.length() > 0 && i < caches.size(); i++) {
            for (int slot : given) {
                prefixes.fill(i, caches.get(i), index(slot), slots.start(slot), beams, pass);
            }
        }
    }

    /** Notes keys and values that end where the next step begins, {@code [items, heads, length, width]}, for each beam of new items. */
    void write(int layer, int[] given, Attention.KeysValues read) {
        int length = Math.toIntExact(read.keys().size(2));
        caches.get(layer).write(index(given), column - length, read.repeated(beams));
    }

    /** Tokens that the item has read which is there longest. */
    public int length() {
        return column - slots.earliest(column);
    }

    /** Where the next tokens stand in memory. */
    int column() {
        return column;
    }

    /** Rows that write for each input. */
    public int beams() {
        return beams;
    }

    /** Slots, free ones included. */
    public int items() {
        return slots.count();
    }

    /** Rows are continued from the rows that {@code rows} names, which must belong to the same input. Nothing is moved. */
    public void reorder(int[] rows) {
        Scopes.withoutGradient(() -> past.reorder(index(rows)));
    }

    /** The items of these slots are gone; their rows go on in vain until others take the slots, or {@link #keep} leaves them out. */
    public void release(int... gone) {
        for (int slot : gone) {
            slots.release(slot);
        }
        settled = false;
    }

    /** Only these slots go on, numbered anew in that order. */
    public void keep(int[] items) {
        Scopes.withoutGradient(() -> {
            Tensor rowIndex = index(rows(items));
            slots.keep(items);
            first = Math.max(first, slots.earliest(column) / layout.blockColumns());
            sources.ifPresent(all -> all.keep(items));
            types = types.map(all -> {
                Tensor fewer = Scopes.forever(all.index_select(0, rowIndex));
                all.close();
                return fewer;
            });
            move(layout.withItems(items.length), Optional.of(index(items)), 0);
        });
    }

    private int[] rows(int[] items) {
        return Arrays.stream(items)
                .flatMap(item -> IntStream.range(item * beams, (item + 1) * beams))
                .toArray();
    }

    @Override
    public void close() {
        caches.forEach(KeyValueCache::close);
        sources.ifPresent(SourceCache::close);
        past.close();
        uses.close();
        types.ifPresent(Tensor::close);
        starts.ifPresent(Tensor::close);
    }

    /** What a layer remembers. */
    KeyValueCache cache(int layer) {
        return caches.get(layer);
    }

    /** What is added to the scores of {@code count} new tokens a row, for each layer that has positions, or once for all. */
    List<Tensor> after(long count) {
        int more = Math.toIntExact(count);
        reserve(more);
        settle();
        return past.after(column, more);
    }

    // Items that have gone may leave whole blocks that no one looks at.
    private void settle() {
        if (settled) {
            return;
        }
        int block = slots.earliest(column) / layout.blockColumns();
        if (block != first) {
            first = block;
            caches.forEach(cache -> cache.beginAt(block));
            past.beginAt(block);
        }
        past.hideBefore(slots.starts(column));
        use();
        starts.ifPresent(Tensor::close);
        starts = slots.together() ? Optional.empty() : Optional.of(Scopes.forever(startOfRows()));
        settled = true;
    }

    private void use() {
        uses.close();
        uses = RowAdapters.of(eachBeam(slots.adapters()), past.device()).held();
    }

    private Tensor startOfRows() {
        return index(eachBeam(slots.starts(column))).view(-1, 1);
    }

    private int[] eachBeam(int[] values) {
        return Arrays.stream(values)
                .flatMap(value -> IntStream.generate(() -> value).limit(beams))
                .toArray();
    }

    /** Where new tokens stand in their texts, from {@link #from} on; {@link #after} comes first. */
    Positions places() {
        return starts.<Positions>map(Positions.Shifted::new).orElse(Positions.COUNTED);
    }

    /** Where {@link #places} go on. */
    int from() {
        return starts.isPresent() ? column : length();
    }

    /** The pass of the next step, in which rows use what was said when they joined; {@link #after} comes first. */
    ForwardPass pass() {
        return ForwardPass.inference().using(uses);
    }

    /** What a layer's new tokens see of the encoder: {@code [rows, new, dModel] -> [rows, new, dModel]}. */
    Tensor across(Attention cross, int layer, Tensor x) {
        SourceCache all = sources.orElseThrow();
        return cross.across(x, all.layer(layer), all.hidden(), pass());
    }

    /** The type of every new token, {@code [rows, 1]}, if they have types. */
    Optional<Tensor> types() {
        return types;
    }

    /** Notes that {@code count} more tokens were read. */
    void advance(long count) {
        column += Math.toIntExact(count);
    }

    /** Stops if {@code count} more tokens would not fit. */
    void require(long count) {
        slots.require(column, Math.toIntExact(count));
    }

    private Tensor index(int... places) {
        return Tensors.of(places, places.length).to(past.device(), ScalarType.Long);
    }
}
