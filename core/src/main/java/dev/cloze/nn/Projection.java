package dev.cloze.nn;

import org.bytedeco.pytorch.Tensor;
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
}
