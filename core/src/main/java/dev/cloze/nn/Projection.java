package dev.cloze.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A learned linear map over the last axis: {@code [.., in] -> [.., out]}. */
public sealed interface Projection {

    /** Maps {@code x}. */
    Tensor apply(Tensor x);

    /**
     * A full matrix without bias.
     *
     * @param weight {@code [out, in]}
     */
    record Dense(Tensor weight) implements Projection {
        @Override
        public Tensor apply(Tensor x) {
            return torch.linear(x, weight);
        }
    }

    /**
     * A full matrix with bias.
     *
     * @param weight {@code [out, in]}
     * @param bias {@code [out]}
     */
    record Biased(Tensor weight, Tensor bias) implements Projection {
        @Override
        public Tensor apply(Tensor x) {
            return torch.linear(x, weight, new TensorOptional(bias));
        }
    }

    /** A map that an adapter has changed. */
    non-sealed interface Adapted extends Projection {}

    /**
     * A full matrix with bias, stored the other way round, as GPT-2's files have it.
     *
     * @param weight {@code [in, out]}
     * @param bias {@code [out]}
     */
    record Transposed(Tensor weight, Tensor bias) implements Projection {
        @Override
        public Tensor apply(Tensor x) {
            return torch.linear(x, weight.t(), new TensorOptional(bias));
        }
    }
}
