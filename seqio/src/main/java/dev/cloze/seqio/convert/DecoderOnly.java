package dev.cloze.seqio.convert;

import dev.cloze.seqio.Features;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@code DecoderFeatureConverter} and what it chooses from by the task's features: {@code LMFeatureConverter} for
 * {@code targets}, {@code PrefixLMFeatureConverter} for {@code inputs} too, {@code PrefixSuffixLMFeatureConverter} for
 * {@code suffixes} too.
 *
 * <pre>
 * inputs 9 4 6 1, targets 3 9 1
 * decoder_target_tokens     9 4 6 1 3 9 1 0 0
 * decoder_input_tokens      0 9 4 6 1 3 9 1 0
 * decoder_loss_weights      0 0 0 0 1 1 1 0 0
 * decoder_causal_attention  1 1 1 1 1 0 0 0 0
 * </pre>
 *
 * @param how packing, checks and the start id
 * @param lossOnTargetsOnly whether the prefix carries no loss
 */
public record DecoderOnly(Converting how, boolean lossOnTargetsOnly) implements FeatureConverter {

    private static final String WIDTH = "inputs_width";
    private static final String WIDTH_AND_ONE = "inputs_width_add_pos";
    private static final String SUFFIX = "target_suffix_weights";

    /** Stands for a width of 0, which packing would take for padding. */
    private static final int NO_WIDTH = -1;

    @Override
    public Dataset<Features> convert(Dataset<Features> elements, Map<String, Integer> lengths) {
        if (lengths.containsKey("suffixes")) {
            return converted(elements, lengths, Set.of("inputs", "targets", "suffixes"));
        }
        if (lengths.containsKey("inputs")) {
            return converted(elements, lengths, Set.of("inputs", "targets"));
        }
        Dataset<Features> checked = FeatureConverter.checked(elements, lengths, Set.of("targets"), how);
        return FeatureConverter.rows(checked, lengths, how).map(this::plain);
    }

    private Dataset<Features> converted(
            Dataset<Features> elements, Map<String, Integer> lengths, Set<String> expected) {
        boolean suffixes = expected.contains("suffixes");
        int whole = lengths.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Integer> joined = new HashMap<>(Map.of("targets", whole, WIDTH, whole, WIDTH_AND_ONE, whole));
        if (suffixes) {
            joined.put(SUFFIX, whole);
        }
        Dataset<Features> checked = FeatureConverter.checked(elements, lengths, expected, how);
        return FeatureConverter.rows(checked.map(element -> joined(element, suffixes)), joined, how)
                .map(row -> suffixes ? withSuffix(row) : withPrefix(row));
    }

    private Features plain(Features row) {
        Features features = Features.of("decoder_target_tokens", row.tokens("targets"))
                .with("decoder_input_tokens", FeatureConverter.decoderInputs(row, how))
                .with("decoder_loss_weights", FeatureConverter.filled(row.tokens("targets")));
        if (!how.pack()) {
            return features;
        }
        return features.with("decoder_segment_ids", row.tokens("targets_segment_ids"))
                .with("decoder_positions", row.tokens("targets_positions"));
    }

    /** Inputs, targets and suffixes as one, with the width of the inputs at every place. */
    private static Features joined(Features element, boolean suffixes) {
        Tokens inputs = element.tokens("inputs");
        Tokens written = element.tokens("targets");
        Tokens suffix = suffixes ? element.tokens("suffixes") : Tokens.EMPTY;
        Tokens after = written.concat(suffix);
        if (after.isEmpty()) {
            after = Tokens.of(0);
        }
        int width = inputs.size();
        int size = width + after.size();
        Features joined = Features.of("targets", inputs.concat(after))
                .with(WIDTH, filled(size, width == 0 ? NO_WIDTH : width))
                .with(WIDTH_AND_ONE, filled(size, width + 1));
        // Without a suffix all that is written counts as one.
        int before = suffix.isEmpty() ? width : width + written.size();
        return suffixes ? joined.with(SUFFIX, ones(before).concat(filled(size - before, 2))) : joined;
    }

    private static Tokens ones(int count) {
        return filled(count, 1);
    }

    private static Tokens filled(int count, int value) {
        int[] ids = new int[count];
        Arrays.fill(ids, value);
        return Tokens.of(ids);
    }

    private Features withPrefix(Features row) {
        Features features = plain(row);
        Tokens width = row.tokens(WIDTH);
        Tokens widthAndOne = row.tokens(WIDTH_AND_ONE);
        int columns = width.size();
        Tokens causal = FeatureConverter.flags(columns, i -> position(row, i) < widthAndOne.at(i));
        Tokens filled = features.tokens("decoder_loss_weights");
        Tokens weights = lossOnTargetsOnly
                ? FeatureConverter.flags(
                        columns, i -> (position(row, i) < Math.max(width.at(i), 0)) != (filled.at(i) == 1))
                : filled;
        return features.with("decoder_causal_attention", causal).with("decoder_loss_weights", weights);
    }

    private Features withSuffix(Features row) {
        Tokens kinds = row.tokens(SUFFIX);
        return withPrefix(row).with(SUFFIX, FeatureConverter.flags(kinds.size(), i -> kinds.at(i) == 2));
    }

    private int position(Features row, int column) {
        return how.pack() ? row.tokens("targets_positions").at(column) : column;
    }
}
