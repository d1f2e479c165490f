package dev.cloze.nn;

import dev.cloze.tensor.PackedMatrix;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A learned linear map over the last axis: {@code [.., in] -> [.., out]}. */
public sealed interface Projection
        permits Projection.Dense, Projection.Biased, Projection.Packed, Projection.Transposed, Projection.Adapted {

    /** Maps {@code x}, whose first axis has the rows of {@code pass}. */
    Tensor apply(Tensor x, ForwardPass pass);

    /** As {@link #apply}, in the type that attention over the result is computed in. */
    default Tensor applyForAttention(Tensor x, ForwardPass pass) {
        return apply(x, pass);
    }

    /** The type of {@link #applyForAttention}'s results for inputs of type {@code stream}. */
    default ScalarType attentionType(ScalarType stream) {
        return stream;
    }

    /** The matrix {@code [out, in]}, where it is one that can be read. */
    default Tensor matrix() {
        throw new IllegalStateException(
                "%s: its matrix cannot be read".formatted(getClass().getSimpleName()));
    }

    /**
     * A full matrix without bias.
     *
     * @param weight {@code [out, in]}
     */
    record Dense(Tensor weight) implements Projection {
        @Override
        public Tensor apply(Tensor x, ForwardPass pass) {
            return torch.linear(x, weight);
        }

        @Override
        public Tensor matrix() {
            return weight;
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
        public Tensor apply(Tensor x, ForwardPass pass) {
            return torch.linear(x, weight, new TensorOptional(bias));
        }
    }

    /**
     * A full matrix arranged for fast products, in inference: from and to float32.
     *
     * @param packed {@code [out, in]}
     * @param bias {@code [out]}, if there is one
     * @param attention the type for keys, values and queries
     */
    record Packed(PackedMatrix packed, Optional<Tensor> bias, ScalarType attention) implements Projection {

        @Override
        public Tensor apply(Tensor x, ForwardPass pass) {
            return biased(packed.times(x, ScalarType.Float));
        }

        @Override
        public Tensor applyForAttention(Tensor x, ForwardPass pass) {
            return bias.isEmpty() ? packed.times(x, attention) : apply(x, pass).to(attention);
        }

        @Override
        public ScalarType attentionType(ScalarType stream) {
            return attention;
        }

        private Tensor biased(Tensor y) {
            return bias.isPresent() ? y.add_(bias.get()) : y;
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
        public Tensor apply(Tensor x, ForwardPass pass) {
            return torch.linear(x, weight.t(), new TensorOptional(bias));
        }
    }
}
