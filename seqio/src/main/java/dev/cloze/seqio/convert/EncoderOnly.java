package dev.cloze.seqio.convert;

import dev.cloze.seqio.Features;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.Map;
import java.util.Set;

/**
 * {@code EncoderFeatureConverter}: the loss lies where {@code inputs} are masked.
 *
 * @param how packing, checks and the start id
 * @param maskId the id of a mask
 */
public record EncoderOnly(Converting how, int maskId) implements FeatureConverter {

    @Override
    public Dataset<Features> convert(Dataset<Features> elements, Map<String, Integer> lengths) {
        Dataset<Features> checked = FeatureConverter.checked(elements, lengths, Set.of("inputs", "targets"), how);
        return FeatureConverter.rows(checked, lengths, how).map(this::features);
    }

    private Features features(Features row) {
        Tokens inputs = row.tokens("inputs");
        Features features = Features.of("encoder_input_tokens", inputs)
                .with("encoder_target_tokens", row.tokens("targets"))
                .with("encoder_loss_weights", FeatureConverter.flags(inputs.size(), i -> inputs.at(i) == maskId));
        if (!how.pack()) {
            return features;
        }
        return features.with("encoder_segment_ids", row.tokens("inputs_segment_ids"))
                .with("encoder_positions", row.tokens("inputs_positions"));
    }
}
