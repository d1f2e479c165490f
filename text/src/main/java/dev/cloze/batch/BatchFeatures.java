package dev.cloze.batch;

import dev.cloze.text.Tokens;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rows of a batch under the names that seqio's feature converters give. */
public final class BatchFeatures {

    private BatchFeatures() {}

    /** The features of a row by name. */
    public static SortedMap<String, Tokens> of(Batch batch, int row) {
        Batch.Encoder encoder = batch.encoder();
        Batch.Decoder decoder = batch.decoder();
        SortedMap<String, Tokens> features = new TreeMap<>();
        features.put("encoder_input_tokens", row(encoder.inputTokens(), row));
        features.put("encoder_segment_ids", row(encoder.segmentIds(), row));
        features.put("encoder_positions", row(encoder.positions(), row));
        features.put("decoder_target_tokens", row(decoder.targetTokens(), row));
        features.put("decoder_input_tokens", row(decoder.inputTokens(), row));
        features.put("decoder_loss_weights", weights(decoder.answers(), row));
        features.put("decoder_segment_ids", row(decoder.segmentIds(), row));
        features.put("decoder_positions", row(decoder.positions(), row));
        return features;
    }

    private static Tokens row(IdMatrix ids, int row) {
        return Tokens.over(Arrays.copyOfRange(ids.shared(), row * ids.columns(), (row + 1) * ids.columns()));
    }

    private static Tokens weights(IdMatrix answers, int row) {
        return Tokens.over(
                row(answers, row).stream().map(answer -> answer == 0 ? 0 : 1).toArray());
    }
}
