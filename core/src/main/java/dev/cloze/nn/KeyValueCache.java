package dev.cloze.nn;

import dev.cloze.tensor.Scopes;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Keys and values of the tokens read so far, in memory allocated once. Close it to free that memory. */
public final class KeyValueCache implements AutoCloseable {

    private Tensor keys; // [rows, heads, capacity, width]
    private Tensor values; // [rows, heads, capacity, width]

    /** Room for {@code capacity} tokens a row. */
    public KeyValueCache(long rows, Attention.Heads heads, long capacity, TensorOptions options) {
        long[] sizes = {rows, heads.count(), capacity, heads.width()};
        keys = Scopes.forever(torch.zeros(sizes, options));
        values = Scopes.forever(torch.zeros(sizes, options));
    }

    /** Puts new keys and values at place {@code from}, and gives all up to them, as views. */
    public Attention.KeysValues append(long from, Attention.KeysValues added) {
        long count = added.keys().size(2);
        keys.narrow(2, from, count).copy_(added.keys());
        values.narrow(2, from, count).copy_(added.values());
        return new Attention.KeysValues(keys.narrow(2, 0, from + count), values.narrow(2, 0, from + count));
    }

    /** Gives each row the first {@code length} tokens of the row that {@code index} names; rows may vanish or repeat. */
    public void reorder(Tensor index, long length) {
        keys = reordered(keys, index, length);
        values = reordered(values, index, length);
    }

    /** Where it lies; belongs to the caller's scope. */
    public Device device() {
        return keys.device();
    }

    @Override
    public void close() {
        keys.close();
        values.close();
    }

    private static Tensor reordered(Tensor cache, Tensor index, long length) {
        Tensor used = cache.narrow(2, 0, length).index_select(0, index); // [rows, heads, length, width]
        if (used.size(0) == cache.size(0)) {
            cache.narrow(2, 0, length).copy_(used);
            return cache;
        }
        // Fewer rows: the first ones of the old memory are enough.
        Tensor fewer = Scopes.forever(cache.narrow(0, 0, used.size(0)));
        fewer.narrow(2, 0, length).copy_(used);
        cache.close();
        return fewer;
    }
}
