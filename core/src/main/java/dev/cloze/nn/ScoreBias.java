package dev.cloze.nn;

import org.bytedeco.pytorch.Tensor;

/** What is added to attention scores {@code [batch, heads, query, key]} before the softmax. */
public sealed interface ScoreBias {

    /** Nothing. */
    ScoreBias NONE = new None();

    /** The biased scores. */
    Tensor addTo(Tensor scores);

    /** This bias and a tensor that broadcasts to the scores. */
    ScoreBias plus(Tensor values);

    /** Adds nothing. */
    record None() implements ScoreBias {
        @Override
        public Tensor addTo(Tensor scores) {
            return scores;
        }

        @Override
        public ScoreBias plus(Tensor values) {
            return new Added(values);
        }
    }

    /**
     * Adds a tensor.
     *
     * @param values {@code [batch or 1, heads or 1, query or 1, key]}
     */
    record Added(Tensor values) implements ScoreBias {
        @Override
        public Tensor addTo(Tensor scores) {
            return scores.add(values);
        }

        @Override
        public ScoreBias plus(Tensor more) {
            return new Added(values.add(more));
        }
    }
}
