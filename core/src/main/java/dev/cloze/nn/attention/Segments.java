package dev.cloze.nn.attention;

import dev.cloze.Refusal;
import dev.cloze.batch.IdMatrix;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Which example of its row a token belongs to, counted from 1; 0 is padding. A token attends to tokens of its own segment
 * only; what padding itself attends to does not matter, and is every token.
 *
 * <pre>
 * segments of the row   1 1 2 2 0
 * token 0 attends to    x x . . .
 * token 2 attends to    . . x x .
 * token 4 attends to    x x x x .
 * </pre>
 */
public sealed interface Segments permits Segments.Whole, Segments.Padded, Segments.Packed {

    /** One segment a row without padding: nothing is masked. */
    Segments WHOLE = new Whole();

    /** What is added to scores of queries that lie in {@code queries}, {@code [batch, 1, query or 1, key]}. */
    ScoreBias maskFor(Segments queries, ScalarType type);

    /** These, with {@code count} more tokens before each row, which belong to its text. */
    Segments after(long count);

    /** The segments of a batch, in the cheapest form that says the same. */
    static Segments of(IdMatrix ids, ComputeDevice device) {
        if (several(ids)) {
            return packed(ids, device);
        }
        boolean padded = Arrays.stream(ids.shared()).anyMatch(id -> id == 0);
        return padded ? new Padded(Tensors.of(ids, device)) : WHOLE;
    }

    /** As {@link #of}, for queries that look back only: padding at the end needs no mask then. */
    static Segments ofCausal(IdMatrix ids, ComputeDevice device) {
        return !several(ids) && paddedAtEnd(ids) ? WHOLE : of(ids, device);
    }

    /** Several segments a row. */
    static Segments packed(IdMatrix ids, ComputeDevice device) {
        return new Packed(Tensors.of(ids, device));
    }

    /** Whether any row has more than one segment. */
    static boolean several(IdMatrix ids) {
        return Arrays.stream(ids.shared()).anyMatch(id -> id > 1);
    }

    private static boolean paddedAtEnd(IdMatrix ids) {
        for (int i = 1; i < ids.shared().length; i++) {
            boolean sameRow = i % ids.columns() != 0;
            if (sameRow && ids.shared()[i - 1] == 0 && ids.shared()[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** One segment a row without padding. */
    record Whole() implements Segments {
        @Override
        public ScoreBias maskFor(Segments queries, ScalarType type) {
            return ScoreBias.NONE;
        }

        @Override
        public Segments after(long count) {
            return this;
        }
    }

    /**
     * One segment a row, with padding.
     *
     * @param ids {@code [batch, length]}, 1 or 0
     */
    record Padded(Tensor ids) implements Segments {
        @Override
        public ScoreBias maskFor(Segments queries, ScalarType type) {
            Tensor padding = ids.eq(new Scalar(0)).unsqueeze(1).unsqueeze(1); // [batch, 1, 1, key]
            return ScoreBias.NONE.plus(Masks.of(padding, type));
        }

        @Override
        public Segments after(long count) {
            return new Padded(torch.constant_pad_nd(ids, new long[] {count, 0}, new Scalar(1)));
        }
    }

    /**
     * Several segments a row.
     *
     * @param ids {@code [batch, length]}
     */
    record Packed(Tensor ids) implements Segments {
        @Override
        public ScoreBias maskFor(Segments queries, ScalarType type) {
            Tensor keys = ids.unsqueeze(1); // [batch, 1, key]
            Tensor padding = keys.eq(new Scalar(0));
            if (!(queries instanceof Packed packed)) {
                return ScoreBias.NONE.plus(Masks.of(padding.unsqueeze(1), type)); // [batch, 1, 1, key]
            }
            Tensor own = packed.ids().unsqueeze(2); // [batch, query, 1]
            Tensor other = own.ne(keys).logical_and(own.ne(new Scalar(0))); // [batch, query, key]
            return ScoreBias.NONE.plus(
                    Masks.of(torch.logical_or(other, padding).unsqueeze(1), type)); // [batch, 1, query, key]
        }

        @Override
        public Segments after(long count) {
            throw Refusal.at("packed rows", "cannot have tokens of an adapter before them: set batch.pack = false");
        }
    }
}
