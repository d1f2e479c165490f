package dev.cloze.model.input;

import dev.cloze.Refusal;
import dev.cloze.batch.Batch;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Tensors;

/**
 * A batch as tensors of the caller's scope.
 *
 * @param encoder what the encoder reads
 * @param decoder what the decoder reads
 */
public record ModelInput(EncoderInput encoder, DecoderInput decoder) {

    /** The tensors of a batch. */
    public static ModelInput of(Batch batch, ComputeDevice device) {
        Batch.Encoder encoder = batch.encoder();
        Refusal.require(
                encoder.inputTokens().columns() > 0,
                "this network reads with an encoder; the batches are those of a decoder alone");
        Batch.Decoder decoder = batch.decoder();
        if (!Segments.several(encoder.segmentIds()) && !Segments.several(decoder.segmentIds())) {
            return new ModelInput(EncoderInput.of(encoder, device), DecoderInput.of(decoder, device));
        }
        return new ModelInput(
                new EncoderInput(
                        Tensors.of(encoder.inputTokens(), device),
                        Segments.packed(encoder.segmentIds(), device),
                        Positions.of(encoder.positions(), device)),
                new DecoderInput(
                        Tensors.of(decoder.inputTokens(), device),
                        Segments.packed(decoder.segmentIds(), device),
                        Positions.of(decoder.positions(), device)));
    }
}
