package dev.cloze.seqio.convert;

import dev.cloze.Refusal;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.dataset.Dataset;
import java.util.Map;
import java.util.Set;

/**
 * {@code EncDecFeatureConverter} and {@code PrePackedEncDecFeatureConverter}.
 *
 * @param how packing, checks and the start id
 * @param prePacked whether the task's elements are rows with segment ids and positions already
 */
public record EncoderDecoder(Converting how, boolean prePacked) implements FeatureConverter {

    private static final Set<String> FEATURES = Set.of("inputs", "targets");
    private static final Set<String> PACKED_FEATURES = Set.of(
            "inputs", "targets", "inputs_positions", "inputs_segment_ids", "targets_positions", "targets_segment_ids");

    /** What is packed already cannot be packed again. */
    public EncoderDecoder {
        Refusal.require(!prePacked || !how.pack(), "rows that are packed already cannot be packed");
    }

    @Override
    public Dataset<Features> convert(Dataset<Features> elements, Map<String, Integer> lengths) {
        Dataset<Features> checked =
                FeatureConverter.checked(elements, lengths, prePacked ? PACKED_FEATURES : FEATURES, how);
        return FeatureConverter.rows(checked, lengths, how).map(this::features);
    }

    private Features features(Features row) {
        Features features = Features.of("encoder_input_tokens", row.tokens("inputs"))
                .with("decoder_target_tokens", row.tokens("targets"))
                .with("decoder_input_tokens", FeatureConverter.decoderInputs(row, how))
                .with("decoder_loss_weights", FeatureConverter.filled(row.tokens("targets")));
        if (!how.pack() && !prePacked) {
            return features;
        }
        return features.with("encoder_segment_ids", row.tokens("inputs_segment_ids"))
                .with("decoder_segment_ids", row.tokens("targets_segment_ids"))
                .with("encoder_positions", row.tokens("inputs_positions"))
                .with("decoder_positions", row.tokens("targets_positions"));
    }
}
