package dev.cloze.model.input;

import dev.cloze.batch.Batch;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * What an encoder reads.
 *
 * @param tokens {@code [batch, source]} of int64
 * @param segments which example of its row each token belongs to
 * @param positions where in its example each token stands
 */
public record EncoderInput(Tensor tokens, Segments segments, Positions positions) {

    /** Tokens counted from the beginning of their rows. */
    public EncoderInput(Tensor tokens, Segments segments) {
        this(tokens, segments, Positions.COUNTED);
    }

    /** The encoder's part of a batch. */
    public static EncoderInput of(Batch.Encoder encoder, ComputeDevice device) {
        return new EncoderInput(
                Tensors.of(encoder.inputTokens(), device),
                Segments.of(encoder.segmentIds(), device),
                Positions.of(encoder.positions(), device));
    }
}
