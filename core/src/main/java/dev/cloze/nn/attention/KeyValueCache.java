package dev.cloze.nn.attention;

import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Keys and values of the tokens that the rows of a batch have read. Close it to free that memory.
 *
 * <p>The beams of an item lie side by side, and every beam's query meets the keys of all of them; a mask says which ones are
 * its own past. So beams change places without a key being moved. Columns lie in blocks, each of them contiguous for all
 * items: products read whole blocks, and meet the same few shapes again and again.
 *
 * <pre>
 * 2 beams, block 0     t0 b0 | t0 b1 | t1 b0 | t1 b1 | t2 b0 | …
 * </pre>
 */
public final class KeyValueCache implements AutoCloseable {

    private static final long[] BLOCKS = {0};

    private final Attention.Heads heads;
    private CacheLayout layout;
    private Tensor memory; // [2, blocks, items · heads, columns · beams, width]
    private int first; // block in use
    private Used used;

    /** An empty cache of that layout, its numbers as {@code options} say. */
    public KeyValueCache(CacheLayout layout, Attention.Heads heads, TensorOptions options) {
        this.heads = heads;
        this.layout = layout;
        long[] sizes = {
            2,
            layout.blocks(),
            layout.items() * heads.count(),
            (long) layout.blockColumns() * layout.beams(),
            heads.width()
        };
        this.memory = Scopes.forever(torch.zeros(sizes, options));
        this.used = new Used(memory, 0, 1);
    }

    /** The blocks in use, as products read them. */
    private static final class Used {
        final int blocks;
        final Tensor keys; // [blocks · items · heads, width, columns · beams]
        final Tensor values; // [blocks · items · heads, columns · beams, width]

        Used(Tensor memory, int first, int blocks) {
            this.blocks = blocks;
            this.keys = Scopes.forever(flat(memory, 0, first, blocks).transpose(1, 2));
            this.values = Scopes.forever(flat(memory, 1, first, blocks));
        }

        private static Tensor flat(Tensor memory, int which, int first, int blocks) {
            return memory.select(0, which).narrow(0, first, blocks).view(-1, memory.size(3), memory.size(4));
        }

        void close() {
            keys.close();
            values.close();
        }
    }

    /** Notes keys and values of the tokens from column {@code from} on, {@code [items · beams, heads, new, width]}. */
    public void append(int from, Attention.KeysValues added) {
        Scopes.withoutGradient(() -> append(from, together(added)));
    }

    private static Tensor together(Attention.KeysValues added) {
        return torch.stack(
                new TensorVector(added.keys().transpose(1, 2), added.values().transpose(1, 2)), 0);
    }

    /** As {@link #append(int, Attention.KeysValues)}, keys and values in one: {@code [2, items · beams, new, heads, width]}. */
    void append(int from, Tensor added) {
        Tensor ordered = ordered(added);
        eachBlock(from, added.size(2), (block, done, some) -> block.copy_(ordered.narrow(3, done, some)));
    }

    /** As {@link #append}, of the items that {@code index} names: {@code [named · beams, heads, new, width]}. */
    public void write(Tensor index, int from, Attention.KeysValues added) {
        Scopes.withoutGradient(() -> {
            Tensor ordered = ordered(together(added)).to(Tensors.type(memory)); // [2, named, heads, new, beams, width]
            eachBlock(
                    from,
                    added.keys().size(2),
                    (block, done, some) -> block.index_copy_(1, index, ordered.narrow(3, done, some)));
        });
    }

    // [2, rows, new, heads, width] -> [2, items, heads, new, beams, width]
    private Tensor ordered(Tensor added) {
        return added.reshape(2, -1, layout.beams(), added.size(2), heads.count(), heads.width())
                .permute(0, 1, 4, 3, 2, 5);
    }

    /** Takes the places of some new tokens in a block, {@code [2, items, heads, some, beams, width]}. */
    private interface Filling {
        void of(Tensor block, long done, long some);
    }

    private void eachBlock(int from, long count, Filling filling) {
        int columns = layout.blockColumns();
        long done = 0;
        while (done < count) {
            long at = (from + done) % columns;
            long some = Math.min(columns - at, count - done);
            Tensor block = memory.select(1, (from + done) / columns)
                    .view(2, -1, heads.count(), columns, layout.beams(), heads.width());
            filling.of(block.narrow(3, at, some), done, some);
            done += some;
        }
    }

    /** Forgets all that the items that {@code index} names have read. */
    public void clear(Tensor index) {
        Scopes.withoutGradient(() -> byItem().index_fill_(2, index, new Scalar(0)));
    }

    // [2, blocks, items, the rest]
    private Tensor byItem() {
        return memory.view(2, layout.blocks(), layout.items(), -1);
    }

    /**
     * What queries see of the columns before {@code end}: {@code [items · beams, new, heads · width]} to the same.
     *
     * @param bias hides what a query may not see, and all columns from {@code end} on:
     *     {@code [items or 1, heads or 1, beams · new or 1, keys of whole blocks]}, of this memory's type
     */
    Tensor attend(Tensor queries, int end, Tensor bias) {
        int blocks = layout.blocks(end) - first;
        if (blocks != used.blocks) {
            use(blocks);
        }
        Tensor flat = heads.flat(
                queries.to(Tensors.type(memory)), layout.beams() * queries.size(1)); // [items · heads, query, width]
        Tensor scores = blocks == 1 ? torch.bmm(flat, used.keys) : sideBySide(torch.bmm(repeated(flat), used.keys));
        Tensor weights = scores.view(-1, heads.count(), scores.size(1), scores.size(2))
                .add_(bias)
                .softmax(-1)
                .view(scores.shape()); // [items · heads, query, key]
        Tensor seen = blocks == 1 ? torch.bmm(weights, used.values) : summed(torch.bmm(apart(weights), used.values));
        return heads.unflat(seen).view(queries.shape()); // [items · beams, new, heads · width]
    }

    // [n, query, width] -> [blocks · n, query, width]
    private Tensor repeated(Tensor queries) {
        return queries.unsqueeze(0).expand(used.blocks, -1, -1, -1).reshape(-1, queries.size(1), queries.size(2));
    }

    // [blocks · n, query, key] -> [n, query, blocks · key]
    private Tensor sideBySide(Tensor scores) {
        return scores.view(used.blocks, -1, scores.size(1), scores.size(2))
                .permute(1, 2, 0, 3)
                .reshape(-1, scores.size(1), used.blocks * scores.size(2));
    }

    // [n, query, blocks · key] -> [blocks · n, query, key]
    private Tensor apart(Tensor weights) {
        return weights.view(-1, weights.size(1), used.blocks, memory.size(3))
                .permute(2, 0, 1, 3)
                .reshape(-1, weights.size(1), memory.size(3));
    }

    // [blocks · n, query, width] -> [n, query, width]
    private Tensor summed(Tensor seen) {
        return seen.view(used.blocks, -1, seen.size(1), seen.size(2)).sum(BLOCKS, false, new ScalarTypeOptional());
    }

    private void use(int blocks) {
        used.close();
        used = new Used(memory, first, blocks);
    }

    /** Looks at no block before {@code block} any more. */
    public void beginAt(int block) {
        int end = first + used.blocks;
        first = block;
        use(Math.max(1, end - block));
    }

    /** Gets more or less memory. */
    public void move(CacheMove move) {
        Scopes.withoutGradient(() -> {
            Tensor moved =
                    Scopes.forever(move.of(byItem()).view(2, move.to().blocks(), -1, memory.size(3), memory.size(4)));
            used.close();
            memory.close();
            memory = moved;
        });
        layout = move.to();
        first = move.at();
        used = new Used(memory, first, Math.max(1, move.blocks()));
    }

    @Override
    public void close() {
        used.close();
        memory.close();
    }
}
