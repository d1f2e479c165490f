package dev.cloze.model.input;

import dev.cloze.batch.Batch;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * What a decoder reads: its targets shifted right.
 *
 * @param tokens {@code [batch, target]} of int64
 * @param segments which example of its row each token belongs to
 * @param positions where in its example each token stands
 */
public record DecoderInput(Tensor tokens, Segments segments, Positions positions) {

    /** Tokens counted from the beginning of their rows. */
    public DecoderInput(Tensor tokens, Segments segments) {
        this(tokens, segments, Positions.COUNTED);
    }

    /** The decoder's part of a batch. */
    public static DecoderInput of(Batch.Decoder decoder, ComputeDevice device) {
        return new DecoderInput(
                Tensors.of(decoder.inputTokens(), device),
                Segments.ofCausal(decoder.segmentIds(), device),
                Positions.of(decoder.positions(), device));
    }
}
