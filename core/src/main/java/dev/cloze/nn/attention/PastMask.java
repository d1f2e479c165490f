package dev.cloze.nn.attention;

import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Which keys of a {@link KeyValueCache} a query may see: those from the beginning of its item up to its own column, of the
 * beams that it comes from. Close it to free its memory.
 */
public final class PastMask implements AutoCloseable {

    private static final Scalar LOWEST = Scopes.forever(new Scalar(Masks.LOWEST));

    private final List<IntFunction<Tensor>> positions;
    private CacheLayout layout;
    private int first; // block in use
    private List<Tensor> rows; // each [1, heads or 1, 1, 2·columns·beams], distance 0 at columns·beams
    private Tensor own; // [items · beams, beams]: of the tokens of a column a beam sees its own
    private Optional<Tensor> lines; // [items · beams, columns · beams]: whose tokens a beam has behind it
    private Optional<Tensor> earlier = Optional.empty(); // [items, 1, 1, columns · beams]: hides what is before an item

    /**
     * The mask of a cache of that layout.
     *
     * @param positions biases by distance to be added, for each layer that has them: for a number of columns
     *     {@code [1, heads, 1, columns + 1]}, the query behind all of them
     * @param options of the cache
     */
    public PastMask(CacheLayout layout, List<IntFunction<Tensor>> positions, TensorOptions options) {
        this.positions = List.copyOf(positions);
        this.layout = layout;
        this.own = Scopes.forever(own(options));
        this.rows = rows(options);
        this.lines =
                layout.beams() == 1 ? Optional.empty() : Optional.of(Scopes.forever(own.repeat(1, layout.columns())));
    }

    private List<Tensor> rows(TensorOptions options) {
        List<Tensor> behind = positions.isEmpty()
                ? List.of(torch.zeros(new long[] {1, 1, 1, layout.columns() + 1L}, options))
                : positions.stream().map(each -> each.apply(layout.columns())).toList();
        return behind.stream()
                .map(row -> Scopes.forever(row(row.to(options, false, false, new MemoryFormatOptional()))))
                .toList();
    }

    private Tensor row(Tensor behind) {
        return torch.constant_pad_nd(behind, new long[] {0, layout.columns() - 1L}, LOWEST)
                .repeat_interleave(layout.beams(), new LongOptional(3), new LongOptional());
    }

    private Tensor own(TensorOptions options) {
        Tensor sight = torch.eye(layout.beams(), options).sub_(new Scalar(1)).mul_(new Scalar(-Masks.LOWEST));
        return sight.repeat(layout.items(), 1); // [items · beams, beams]
    }

    /** Hides from each item the columns before {@code starts[item]}. */
    public void hideBefore(int[] starts) {
        earlier.ifPresent(Tensor::close);
        int seen = first * layout.blockColumns();
        boolean needed = Arrays.stream(starts).anyMatch(start -> start > seen);
        earlier = needed ? Optional.of(Scopes.forever(hidden(starts))) : Optional.empty();
    }

    private Tensor hidden(int[] starts) {
        Tensor begin = Tensors.of(starts, starts.length, 1).to(own.device(), ScalarType.Long); // [items, 1]
        Tensor before =
                torch.arange(new Scalar(layout.columns()), begin.options()).lt(begin); // [items, columns]
        return torch.zeros(before.shape(), own.options())
                .masked_fill_(before, LOWEST)
                .repeat_interleave(layout.beams(), new LongOptional(1), new LongOptional())
                .view(-1, 1, 1, (long) layout.columns() * layout.beams());
    }

    /**
     * What is added to the scores of {@code count} tokens a row that stand from column {@code from} on, for each layer that has
     * positions, or once for all: {@code [items or 1, heads or 1, beams · count, keys]}.
     */
    public List<Tensor> after(int from, int count) {
        long begin = (long) first * layout.blockColumns() * layout.beams();
        long keys = (long) layout.blocks(from + count) * layout.blockColumns() * layout.beams() - begin;
        Optional<Tensor> seen = lines.map(all -> lines(all, from, count, begin, keys));
        return rows.stream()
                .map(row -> bias(row, from, count, keys))
                .map(bias -> seen.map(bias::add).orElse(bias))
                .map(bias -> earlier.map(hidden -> bias.add(hidden.narrow(3, begin, keys)))
                        .orElse(bias))
                .toList();
    }

    private Tensor lines(Tensor all, int from, int count, long begin, long keys) {
        int beams = layout.beams();
        all.narrow(1, (long) from * beams, (long) count * beams).copy_(own.repeat(1, count));
        return all.narrow(1, begin, keys)
                .view(-1, 1, beams, 1, keys)
                .expand(-1, -1, -1, count, -1)
                .reshape(-1, 1, (long) beams * count, keys);
    }

    private Tensor bias(Tensor row, int from, int count, long keys) {
        int beams = layout.beams();
        int nearest = layout.columns() - from + first * layout.blockColumns(); // of the first column in use
        if (count == 1) {
            return row.narrow(3, (long) nearest * beams, keys);
        }
        TensorVector queries = new TensorVector();
        for (int i = 0; i < count; i++) {
            queries.push_back(row.narrow(3, (long) (nearest - i) * beams, keys));
        }
        return torch.cat(queries, 2).repeat(1, 1, beams, 1); // [1, heads or 1, beams · count, keys]
    }

    /** Beams go on from the beams that {@code index} names, of the same item. */
    public void reorder(Tensor index) {
        lines = lines.map(all -> replaced(all, all.index_select(0, index)));
    }

    /** The beams of these items have nothing behind them but what each of them reads itself. */
    public void clear(int[] items) {
        lines.ifPresent(all -> {
            int beams = layout.beams();
            int[] named = Arrays.stream(items)
                    .flatMap(item -> IntStream.range(item * beams, (item + 1) * beams))
                    .toArray();
            Tensor index = Tensors.of(named, named.length).to(all.device(), ScalarType.Long);
            all.index_copy_(0, index, own.narrow(0, 0, named.length).repeat(1, layout.columns()));
        });
    }

    /** Looks at no block before {@code block} any more; {@link #hideBefore} is to follow. */
    public void beginAt(int block) {
        first = block;
    }

    /** Goes with a cache; {@link #hideBefore} is to follow. */
    public void move(CacheMove move) {
        CacheLayout old = layout;
        layout = move.to();
        first = move.at();
        lines = lines.map(all -> replaced(all, moved(all, old, move)));
        if (old.columns() != layout.columns()) {
            rows.forEach(Tensor::close);
            rows = rows(own.options());
        }
        own = replaced(own, own(own.options()));
    }

    private static Tensor moved(Tensor all, CacheLayout old, CacheMove move) {
        long keys = (long) old.blockColumns() * old.beams();
        Tensor byBlock = all.view(old.items(), old.beams(), old.blocks(), keys)
                .permute(2, 0, 1, 3)
                .reshape(old.blocks(), old.items(), -1); // [blocks, items, beams · keys]
        return move.of(byBlock)
                .view(move.to().blocks(), move.to().items(), old.beams(), keys)
                .permute(1, 2, 0, 3)
                .reshape(move.to().rows(), -1);
    }

    /** Where it lies; belongs to the caller's scope. */
    public Device device() {
        return own.device();
    }

    private static Tensor replaced(Tensor old, Tensor chosen) {
        old.close();
        return Scopes.forever(chosen);
    }

    @Override
    public void close() {
        rows.forEach(Tensor::close);
        own.close();
        lines.ifPresent(Tensor::close);
        earlier.ifPresent(Tensor::close);
    }
}
