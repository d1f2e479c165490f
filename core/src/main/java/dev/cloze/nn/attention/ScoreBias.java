package dev.cloze.nn.attention;

import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What is added to attention scores {@code [batch, heads, query, key]} before the softmax: positions and masks. */
public sealed interface ScoreBias permits ScoreBias.None, ScoreBias.Added, ScoreBias.ByQueries {

    /** Nothing. */
    ScoreBias NONE = new None();

    /** Adds this bias into {@code scores}, which are changed. */
    Tensor addInto(Tensor scores);

    /** This bias and one more part, which broadcasts to the scores. */
    ScoreBias plus(Tensor part);

    /**
     * This bias with a batch axis as long as the scores'. Layers that share a bias add up its gradient; with the axis they
     * do so without summing over the batch, which is then done once for all layers.
     */
    ScoreBias over(long batch);

    /** This bias for keys that {@code count} more stand before, which every query sees. */
    ScoreBias after(long count);

    /** This bias for {@code count} of the queries, the first of them at place {@code from}. */
    ScoreBias queries(long from, long count);

    /** What is added for {@code count} queries from place {@code from} on. */
    interface Rows {
        /** {@code [batch or 1, heads or 1, count, key]}. */
        Tensor of(int from, int count);
    }

    /** Adds nothing. */
    record None() implements ScoreBias {
        @Override
        public Tensor addInto(Tensor scores) {
            return scores;
        }

        @Override
        public ScoreBias plus(Tensor part) {
            return new Added(part);
        }

        @Override
        public ScoreBias over(long batch) {
            return this;
        }

        @Override
        public ScoreBias after(long count) {
            return this;
        }

        @Override
        public ScoreBias queries(long from, long count) {
            return this;
        }
    }

    /**
     * Adds a tensor.
     *
     * @param values {@code [batch or 1, heads or 1, query or 1, key]}
     */
    record Added(Tensor values) implements ScoreBias {
        @Override
        public Tensor addInto(Tensor scores) {
            return scores.add_(values.to(Tensors.type(scores)));
        }

        @Override
        public ScoreBias plus(Tensor part) {
            return new Added(values.add(part));
        }

        @Override
        public ScoreBias over(long batch) {
            return new Added(values.expand(batch, -1, -1, -1)); // [batch, heads or 1, query or 1, key]
        }

        @Override
        public ScoreBias after(long count) {
            return count == 0
                    ? this
                    : new Added(torch.constant_pad_nd(values, new long[] {count, 0})); // [.., count + key]
        }

        @Override
        public ScoreBias queries(long from, long count) {
            return values.size(2) == 1 ? this : new Added(values.narrow(2, from, count));
        }
    }

    /**
     * A bias of which a part is made only for the queries that it is asked for: the whole grows with the square of a text.
     *
     * @param rest what is added as well
     * @param rows makes the part
     * @param count all queries
     */
    record ByQueries(ScoreBias rest, Rows rows, long count) implements ScoreBias {
        @Override
        public Tensor addInto(Tensor scores) {
            return whole().addInto(scores);
        }

        @Override
        public ScoreBias plus(Tensor part) {
            return new ByQueries(rest.plus(part), rows, count);
        }

        @Override
        public ScoreBias over(long batch) {
            return this;
        }

        @Override
        public ScoreBias after(long more) {
            return whole().after(more);
        }

        @Override
        public ScoreBias queries(long from, long some) {
            return rest.queries(from, some).plus(rows.of(Math.toIntExact(from), Math.toIntExact(some)));
        }

        private ScoreBias whole() {
            return queries(0, count);
        }
    }
}
