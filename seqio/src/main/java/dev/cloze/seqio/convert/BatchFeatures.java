package dev.cloze.seqio.convert;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.seqio.Features;
import dev.cloze.text.Tokens;
import java.util.Arrays;

/** The rows of a batch under seqio's names. */
public final class BatchFeatures {

    private BatchFeatures() {}

    /** The features of a row. */
    public static Features of(Batch batch, int row) {
        Batch.Encoder encoder = batch.encoder();
        Batch.Decoder decoder = batch.decoder();
        Tokens answers = row(decoder.answers(), row);
        return Features.of("encoder_input_tokens", row(encoder.inputTokens(), row))
                .with("encoder_segment_ids", row(encoder.segmentIds(), row))
                .with("encoder_positions", row(encoder.positions(), row))
                .with("decoder_target_tokens", row(decoder.targetTokens(), row))
                .with("decoder_input_tokens", row(decoder.inputTokens(), row))
                .with("decoder_loss_weights", FeatureConverter.filled(answers))
                .with("decoder_segment_ids", row(decoder.segmentIds(), row))
                .with("decoder_positions", row(decoder.positions(), row));
    }

    private static Tokens row(IdMatrix ids, int row) {
        return Tokens.over(Arrays.copyOfRange(ids.shared(), row * ids.columns(), (row + 1) * ids.columns()));
    }
}
