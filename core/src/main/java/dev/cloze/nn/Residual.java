package dev.cloze.nn;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** How what a sub-layer gives joins what it read: by their sum, unless an adapter adds something. */
@FunctionalInterface
public interface Residual {

    /** Nothing but the sum. */
    Residual SUM = (x, inner, norm, pass) -> x.add(inner);

    /** The sub-layers of a block. */
    enum After {
        /** The attention of a sequence to itself. */
        ATTENTION("attention_adapters"),
        /** A decoder's attention to what was read. */
        CROSS_ATTENTION("cross_attention_adapters"),
        /** The feed-forward layer. */
        FEED_FORWARD("output_adapters");

        private final String place;

        After(String place) {
            this.place = place;
        }

        /** What the place is called where adapters join the stream, in a block whose weights are {@code block}: AdapterHub's word. */
        public Residual in(Weights block, int width) {
            return block.at(place).residual(this, width);
        }
    }

    /**
     * {@code [.., dModel] -> [.., dModel]}.
     *
     * @param x what the block's stream has
     * @param inner what the sub-layer gives
     * @param norm the norm that the caller puts over the result, where there is one
     * @param pass whose rows stand along the first axis
     */
    Tensor joined(Tensor x, Tensor inner, UnaryOperator<Tensor> norm, ForwardPass pass);

    /** As {@link #joined}, in a block without a norm after the sum. */
    default Tensor sum(Tensor x, Tensor inner, ForwardPass pass) {
        return joined(x, inner, UnaryOperator.identity(), pass);
    }

    /** The norm of {@link #joined}. */
    default Tensor normed(Tensor x, Tensor inner, LayerNorm norm, ForwardPass pass) {
        return norm.forward(joined(x, inner, norm::forward, pass));
    }
}
