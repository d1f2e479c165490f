package dev.cloze.nn.attention;

import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the items of a running batch look at in other sequences, such as an encoder's: keys and values for each layer, and
 * which places are padding. Every item has a slot, which another one may take over. Close it to free that memory.
 */
public final class SourceCache implements AutoCloseable {

    private final int heads;
    private List<Attention.Source> layers;
    private Optional<Tensor> hidden; // [items, 1, 1, length]
    private int[] lengths; // of each item

    /**
     * A cache that begins with {@code layers}, which it keeps.
     *
     * @param layers for each layer, of {@code heads} heads, what all items look at
     * @param mask hides padding, {@code [items, 1, 1, length]}
     */
    public SourceCache(List<Attention.Source> layers, int heads, ScoreBias mask) {
        this.heads = heads;
        this.layers = layers.stream()
                .map(layer -> new Attention.Source(Scopes.forever(layer.keys()), Scopes.forever(layer.values())))
                .toList();
        this.hidden = values(mask).map(Scopes::forever);
        this.lengths = new int[items()];
        Arrays.fill(lengths, length());
    }

    private static Optional<Tensor> values(ScoreBias mask) {
        return mask instanceof ScoreBias.Added added ? Optional.of(added.values()) : Optional.empty();
    }

    /** What a layer looks at. */
    public Attention.Source layer(int index) {
        return layers.get(index);
    }

    /** What hides padding: {@code [items, 1, 1, length]}, if there is any. */
    public Optional<Tensor> hidden() {
        return hidden;
    }

    private int items() {
        return Math.toIntExact(layers.get(0).keys().size(0) / heads);
    }

    private int length() {
        return Math.toIntExact(layers.get(0).keys().size(2));
    }

    /** Gives the slots {@code slots} to new items; {@code mask} hides their padding. */
    public void put(int[] slots, List<Attention.Source> added, ScoreBias mask) {
        int columns = Math.toIntExact(added.get(0).keys().size(2));
        if (columns > length()) {
            reshape(items(), columns);
        }
        Tensor index = Tensors.of(slots, slots.length).to(layers.get(0).keys().device(), ScalarType.Long);
        for (int i = 0; i < layers.size(); i++) {
            put(index, layers.get(i).keys(), added.get(i).keys(), 2);
            put(index, layers.get(i).values(), added.get(i).values(), 1);
        }
        for (int slot : slots) {
            lengths[slot] = columns;
        }
        hide(index, slots.length, columns, values(mask));
    }

    // Both are [items · heads, .., ..]; the places of a sequence lie along axis.
    private void put(Tensor index, Tensor all, Tensor added, int axis) {
        Tensor slots = byItem(all);
        slots.index_fill_(0, index, new Scalar(0));
        slots.narrow(axis + 1, 0, added.size(axis)).index_copy_(0, index, byItem(added));
    }

    private Tensor byItem(Tensor all) {
        return all.view(-1, heads, all.size(1), all.size(2)); // [items, heads, .., ..]
    }

    private void hide(Tensor index, int count, int columns, Optional<Tensor> mask) {
        if (hidden.isEmpty() && mask.isEmpty() && columns == length()) {
            return;
        }
        Tensor like = layers.get(0).values();
        Tensor all = hidden.orElseGet(
                () -> Scopes.forever(torch.zeros(new long[] {items(), 1, 1, length()}, like.options())));
        Tensor own = torch.full(new long[] {count, 1, 1, length()}, new Scalar(Masks.LOWEST), like.options());
        own.narrow(3, 0, columns).zero_();
        mask.ifPresent(padding -> own.narrow(3, 0, columns).copy_(padding));
        all.index_copy_(0, index, own);
        hidden = Optional.of(all);
    }

    /** Makes room for so many items. */
    public void grow(int items) {
        reshape(items, length());
    }

    private void reshape(int items, int length) {
        layers = layers.stream()
                .map(layer -> new Attention.Source(
                        wider(layer.keys(), items, length, 2), wider(layer.values(), items, length, 1)))
                .toList();
        hidden = hiddenOver(items, length);
        lengths = Arrays.copyOf(lengths, items);
    }

    // The other way round than indexed, as Attention.Source says.
    private Tensor wider(Tensor old, int items, int length, int axis) {
        long[] sizes = old.transpose(1, 2).shape();
        sizes[0] = (long) items * heads;
        sizes[3 - axis] = length;
        Tensor wide = torch.zeros(sizes, old.options()).transpose(1, 2);
        wide.narrow(0, 0, old.size(0)).narrow(axis, 0, old.size(axis)).copy_(old);
        old.close();
        return Scopes.forever(wide);
    }

    private Optional<Tensor> hiddenOver(int items, int length) {
        boolean wider = hidden.isPresent() || length > longest();
        if (!wider) {
            return Optional.empty();
        }
        Tensor wide = torch.zeros(
                new long[] {items, 1, 1, length}, layers.get(0).values().options());
        for (int item = 0; item < lengths.length; item++) {
            wide.select(0, item)
                    .narrow(2, lengths[item], (long) length - lengths[item])
                    .fill_(new Scalar(Masks.LOWEST));
        }
        hidden.ifPresent(old -> {
            wide.narrow(0, 0, old.size(0)).narrow(3, 0, old.size(3)).copy_(old);
            old.close();
        });
        return Optional.of(Scopes.forever(wide));
    }

    private int longest() {
        return Arrays.stream(lengths).max().orElse(0);
    }

    /** Only the items that {@code items} names go on, in that order. */
    public void keep(int[] items) {
        Tensor index = Tensors.of(items, items.length).to(layers.get(0).keys().device(), ScalarType.Long);
        lengths = Arrays.stream(items).map(item -> lengths[item]).toArray();
        int length = longest();
        List<Attention.Source> kept = new ArrayList<>();
        for (Attention.Source layer : layers) {
            kept.add(new Attention.Source(
                    chosen(layer.keys(), index, length, 2), chosen(layer.values(), index, length, 1)));
        }
        layers = List.copyOf(kept);
        hidden = hidden.map(old -> {
            Tensor fewer = Scopes.forever(
                    old.index_select(0, index).narrow(3, 0, length).contiguous());
            old.close();
            return fewer;
        });
    }

    private Tensor chosen(Tensor old, Tensor index, int length, int axis) {
        Tensor lying = old.transpose(1, 2).narrow(3 - axis, 0, length);
        Tensor fewer = Scopes.forever(lying.reshape(-1, heads, lying.size(1), lying.size(2))
                .index_select(0, index)
                .view(-1, lying.size(1), lying.size(2))
                .transpose(1, 2));
        old.close();
        return fewer;
    }

    @Override
    public void close() {
        layers.forEach(layer -> {
            layer.keys().close();
            layer.values().close();
        });
        hidden.ifPresent(Tensor::close);
    }
}
