package dev.cloze.nn.attention;

import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Keys and values of the tokens that the rows of a batch have read, in memory allocated once. Close it to free that memory.
 *
 * <p>The beams of an item lie side by side, and every beam's query meets the keys of all of them; a mask says which ones are
 * its own past. So beams change places without a key being moved. Tokens lie in blocks, each of them contiguous for all
 * items: products read whole blocks, and meet the same few shapes again and again.
 *
 * <pre>
 * 2 beams, block 0     t0 b0 | t0 b1 | t1 b0 | t1 b1 | t2 b0 | …
 * </pre>
 */
public final class KeyValueCache implements AutoCloseable {

    // Keys in a block: enough to be worth a product, few enough that empty places cost little.
    private static final int BLOCK = 64;
    private static final long[] BLOCKS = {0};

    private final Attention.Heads heads;
    private final int beams;
    private final int tokens; // in a block
    private Tensor memory; // [2, blocks, items · heads, tokens · beams, width]
    private Used used;

    /** Room for {@code capacity} tokens in each of {@code beams} rows of each of {@code items}. */
    public KeyValueCache(Room room, Attention.Heads heads, TensorOptions options) {
        this.heads = heads;
        this.beams = room.beams();
        this.tokens = room.tokens();
        long[] sizes = {2, room.blocks(), room.items() * heads.count(), (long) tokens * beams, heads.width()};
        this.memory = Scopes.forever(torch.zeros(sizes, options));
        this.used = new Used(memory, 1);
    }

    /**
     * How much is to be remembered.
     *
     * @param items inputs
     * @param beams rows for each of them
     * @param capacity most tokens a row
     */
    public record Room(long items, int beams, int capacity) {

        /** Tokens in a block. */
        int tokens() {
            return Math.max(1, BLOCK / beams);
        }

        /** Blocks that hold the capacity. */
        int blocks() {
            return blocks(capacity);
        }

        private int blocks(int length) {
            return (length + tokens() - 1) / tokens();
        }

        /** Tokens in the blocks that {@code length} tokens need. */
        public int whole(int length) {
            return blocks(length) * tokens();
        }
    }

    /** The blocks in use, as products read them. */
    private static final class Used {
        final int blocks;
        final Tensor keys; // [blocks · items · heads, width, tokens · beams]
        final Tensor values; // [blocks · items · heads, tokens · beams, width]

        Used(Tensor memory, int blocks) {
            this.blocks = blocks;
            this.keys = Scopes.forever(flat(memory, 0, blocks).transpose(1, 2));
            this.values = Scopes.forever(flat(memory, 1, blocks));
        }

        private static Tensor flat(Tensor memory, int which, int blocks) {
            return memory.select(0, which).narrow(0, 0, blocks).view(-1, memory.size(3), memory.size(4));
        }

        void close() {
            keys.close();
            values.close();
        }
    }

    /** Notes keys and values of the tokens from place {@code from} on, {@code [items · beams, heads, new, width]}. */
    public void append(int from, Attention.KeysValues added) {
        Scopes.withoutGradient(() -> append(
                from,
                torch.stack(
                        new TensorVector(
                                added.keys().transpose(1, 2), added.values().transpose(1, 2)),
                        0)));
    }

    /** As {@link #append(int, Attention.KeysValues)}, keys and values in one: {@code [2, items · beams, new, heads, width]}. */
    void append(int from, Tensor added) {
        long count = added.size(2);
        Tensor ordered = added.view(2, -1, beams, count, heads.count(), heads.width())
                .permute(0, 1, 4, 3, 2, 5); // [2, items, heads, new, beams, width]
        long done = 0;
        while (done < count) {
            long at = (from + done) % tokens;
            long some = Math.min(tokens - at, count - done);
            memory.select(1, (from + done) / tokens)
                    .view(2, -1, heads.count(), tokens, beams, heads.width())
                    .narrow(3, at, some)
                    .copy_(ordered.narrow(3, done, some));
            done += some;
        }
    }

    /**
     * What queries see of the first {@code length} tokens: {@code [items · beams, new, heads · width]} to the same.
     *
     * @param bias hides what a query may not see, and all places after {@code length}:
     *     {@code [items or 1, heads or 1, beams · new or 1, keys of whole blocks]}, of this memory's type
     */
    Tensor attend(Tensor queries, int length, Tensor bias) {
        int blocks = (length + tokens - 1) / tokens;
        if (blocks != used.blocks) {
            use(blocks);
        }
        Tensor flat =
                heads.flat(queries.to(Tensors.type(memory)), beams * queries.size(1)); // [items · heads, query, width]
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
        return weights.view(-1, weights.size(1), used.blocks, (long) tokens * beams)
                .permute(2, 0, 1, 3)
                .reshape(-1, weights.size(1), (long) tokens * beams);
    }

    // [blocks · n, query, width] -> [n, query, width]
    private Tensor summed(Tensor seen) {
        return seen.view(used.blocks, -1, seen.size(1), seen.size(2)).sum(BLOCKS, false, new ScalarTypeOptional());
    }

    private void use(int blocks) {
        used.close();
        used = new Used(memory, blocks);
    }

    /** Only the items that {@code index} names go on, of which each row has read {@code length} tokens. */
    public void keep(Tensor index, int length) {
        int blocks = (length + tokens - 1) / tokens;
        long[] sizes = memory.shape();
        long items = index.size(0);
        Tensor fewer = Scopes.forever(torch.zeros(
                new long[] {sizes[0], sizes[1], items * heads.count(), sizes[3], sizes[4]}, memory.options()));
        fewer.narrow(1, 0, blocks)
                .view(2, blocks, items, -1)
                .copy_(memory.narrow(1, 0, blocks)
                        .reshape(2, blocks, sizes[2] / heads.count(), -1)
                        .index_select(2, index));
        used.close();
        memory.close();
        memory = fewer;
        used = new Used(memory, Math.max(1, blocks));
    }

    /** Inputs it remembers. */
    public long items() {
        return memory.size(2) / heads.count();
    }

    /** Where it lies; belongs to the caller's scope. */
    public Device device() {
        return memory.device();
    }

    @Override
    public void close() {
        used.close();
        memory.close();
    }
}
