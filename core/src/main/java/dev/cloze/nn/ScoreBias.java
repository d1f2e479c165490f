package dev.cloze.nn;

import org.bytedeco.pytorch.Tensor;

/** What is added to attention scores {@code [batch, heads, query, key]} before the softmax: positions and masks. */
public sealed interface ScoreBias {

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
    }

    /**
     * Adds a tensor.
     *
     * @param values {@code [batch or 1, heads or 1, query or 1, key]}
     */
    record Added(Tensor values) implements ScoreBias {
        @Override
        public Tensor addInto(Tensor scores) {
            return scores.add_(values);
        }

        @Override
        public ScoreBias plus(Tensor part) {
            return new Added(values.add(part));
        }

        @Override
        public ScoreBias over(long batch) {
            return new Added(values.expand(batch, -1, -1, -1)); // [batch, heads or 1, query or 1, key]
        }
    }
}
