package dev.cloze.nn.attention;

import dev.cloze.tensor.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Which keys of a {@link KeyValueCache} a query may see: those up to its own place, of the beams that it comes from. Close it
 * to free its memory.
 */
public final class PastMask implements AutoCloseable {

    private static final Scalar LOWEST = Scopes.forever(new Scalar(Masks.LOWEST));

    private final KeyValueCache.Room shape;
    private final int beams;
    private final int room; // tokens in all blocks
    private final List<Tensor> rows =
            new ArrayList<>(); // each [1, heads or 1, 1, 2·room·beams], distance 0 at room·beams
    private final Tensor own; // [items · beams, beams]: of the tokens of a place a beam sees its own
    private Optional<Tensor> lines; // [items · beams, room · beams]: whose tokens a beam has behind it
    private Optional<Tensor> prompt; // [items, 1, 1, room · beams]: hides padding

    /**
     * The mask of a cache with that room.
     *
     * @param positions biases by distance to be added, for each layer that has them: {@code [1, heads, 1, room + 1]}, the
     *     query at the end of all blocks
     * @param padding what is before each prompt
     * @param options of the cache
     */
    public PastMask(
            KeyValueCache.Room shape, List<Tensor> positions, Optional<Padding> padding, TensorOptions options) {
        this.shape = shape;
        this.beams = shape.beams();
        this.room = shape.whole(shape.capacity());
        List<Tensor> behind =
                positions.isEmpty() ? List.of(torch.zeros(new long[] {1, 1, 1, room + 1L}, options)) : positions;
        behind.forEach(row -> rows.add(Scopes.forever(row(row.to(options, false, false, new MemoryFormatOptional())))));
        Tensor sight = torch.eye(beams, options).sub_(new Scalar(1)).mul_(new Scalar(-Masks.LOWEST)); // [beams, beams]
        this.own = Scopes.forever(sight.repeat(shape.items(), 1));
        this.lines = beams == 1 ? Optional.empty() : Optional.of(Scopes.forever(own.repeat(1, room)));
        this.prompt = padding.map(tokens -> Scopes.forever(hidden(tokens, options)));
    }

    /**
     * Tokens that no query sees.
     *
     * @param from where they begin
     * @param count how many there are in each item, {@code [items, 1]}
     */
    public record Padding(int from, Tensor count) {}

    private Tensor row(Tensor behind) {
        return torch.constant_pad_nd(behind, new long[] {0, room - 1L}, LOWEST)
                .repeat_interleave(beams, new LongOptional(3), new LongOptional());
    }

    private Tensor hidden(Padding padding, TensorOptions options) {
        Tensor places =
                torch.arange(new Scalar(room), padding.count().options()).sub(new Scalar(padding.from()));
        Tensor within = places.lt(padding.count()).logical_and(places.ge(new Scalar(0))); // [items, room]
        return torch.zeros(within.shape(), options)
                .masked_fill_(within, LOWEST)
                .repeat_interleave(beams, new LongOptional(1), new LongOptional())
                .view(-1, 1, 1, (long) room * beams);
    }

    /**
     * What is added to the scores of {@code count} tokens a row that follow {@code length} others, for each layer that has
     * positions, or once for all: {@code [items or 1, heads or 1, beams · count, keys]}.
     */
    public List<Tensor> after(int length, int count) {
        long keys = (long) shape.whole(length + count) * beams;
        lines.ifPresent(all -> all.narrow(1, (long) length * beams, (long) count * beams)
                .copy_(own.narrow(0, 0, all.size(0)).repeat(1, count)));
        Optional<Tensor> seen = lines.map(all -> all.narrow(1, 0, keys)
                .view(-1, 1, beams, 1, keys)
                .expand(-1, -1, -1, count, -1)
                .reshape(-1, 1, (long) beams * count, keys));
        return rows.stream()
                .map(row -> bias(row, length, count, keys))
                .map(bias -> seen.map(bias::add).orElse(bias))
                .map(bias -> prompt.map(hidden -> bias.add(hidden.narrow(3, 0, keys)))
                        .orElse(bias))
                .toList();
    }

    private Tensor bias(Tensor row, int length, int count, long keys) {
        if (count == 1) {
            return row.narrow(3, (long) (room - length) * beams, keys);
        }
        TensorVector queries = new TensorVector();
        for (int i = 0; i < count; i++) {
            queries.push_back(row.narrow(3, (long) (room - length - i) * beams, keys));
        }
        return torch.cat(queries, 2).repeat(1, 1, beams, 1); // [1, heads or 1, beams · count, keys]
    }

    /** Beams go on from the beams that {@code index} names, of the same item. */
    public void reorder(Tensor index) {
        lines = lines.map(all -> replaced(all, index));
    }

    /** Only these items go on, with all their beams. */
    public void keep(Tensor items, Tensor beamRows) {
        lines = lines.map(all -> replaced(all, beamRows));
        prompt = prompt.map(all -> replaced(all, items));
    }

    private static Tensor replaced(Tensor old, Tensor index) {
        Tensor chosen = Scopes.forever(old.index_select(0, index));
        old.close();
        return chosen;
    }

    @Override
    public void close() {
        rows.forEach(Tensor::close);
        own.close();
        lines.ifPresent(Tensor::close);
        prompt.ifPresent(Tensor::close);
    }
}
