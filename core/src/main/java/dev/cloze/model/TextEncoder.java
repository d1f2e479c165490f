package dev.cloze.model;

import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.ForwardPass;
import org.bytedeco.pytorch.Tensor;

/** A network that reads a text as a whole. Tensors it returns belong to the caller's scope. */
public interface TextEncoder extends Network {

    /** Most tokens that a text may have. */
    default int longestText() {
        return Integer.MAX_VALUE;
    }

    /** {@code [batch, source] -> [batch, source, dModel]}. */
    Tensor encode(EncoderInput input, ForwardPass pass);

    /** As {@link #encode(EncoderInput, ForwardPass)} without dropout. */
    default Tensor encode(EncoderInput input) {
        return encode(input, ForwardPass.inference());
    }
}
