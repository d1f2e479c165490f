package dev.cloze.nn.attention;

import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What is added to attention scores {@code [batch, heads, query, key]} before the softmax: positions and masks. */
public sealed interface ScoreBias permits ScoreBias.None, ScoreBias.Added {

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
    }
}
