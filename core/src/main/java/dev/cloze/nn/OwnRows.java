package dev.cloze.nn;

import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * The rows of a batch that a layer of an adapter is for: all, where the adapter is the network's only one, else those that
 * the pass says use it. The other rows pass as if the layer were not there.
 *
 * @param adapter the adapter's number
 */
public record OwnRows(int adapter) {

    /** Every row, whatever the pass says. */
    public static final OwnRows EVERY = new OwnRows(RowAdapters.NONE);

    /** {@code x}, which has the rows of {@code pass} along its first axis, with {@code change} of own rows in their places. */
    public Tensor changed(Tensor x, ForwardPass pass, UnaryOperator<Tensor> change) {
        return joined(x, x, pass, (y, same) -> change.apply(y));
    }

    /**
     * {@code y} with what {@code join} makes of own rows of {@code y} and {@code x} in their places; both have the rows of
     * {@code pass} along their first axis.
     */
    public Tensor joined(Tensor y, Tensor x, ForwardPass pass, BinaryOperator<Tensor> join) {
        if (equals(EVERY) || pass.adapters().allUse(adapter)) {
            return join.apply(y, x);
        }
        Optional<Tensor> some = pass.adapters().using(adapter);
        return some.map(rows -> Scopes.keep(() -> {
                    Tensor own = join.apply(y.index_select(0, rows), x.index_select(0, rows));
                    return y.index_copy(0, rows, own.to(Tensors.type(y)));
                }))
                .orElse(y);
    }
}
