package dev.cloze.seqio;

import dev.cloze.Refusal;
import dev.cloze.seqio.dataset.MapSeeds;
import java.util.Map;

/**
 * What seqio hands to the preprocessors of a task.
 *
 * @param sequenceLengths most tokens of a feature; a feature that is not named has no bound
 * @param outputFeatures the features that models read
 * @param seeds where preprocessors take their seeds from while the pipeline is built
 */
public record TaskContext(
        Map<String, Integer> sequenceLengths, Map<String, OutputFeature> outputFeatures, MapSeeds.Counter seeds) {

    /** Takes unmodifiable copies. */
    public TaskContext {
        sequenceLengths = Map.copyOf(sequenceLengths);
        outputFeatures = Map.copyOf(outputFeatures);
    }

    /** The length of a feature. */
    public int length(String feature) {
        Integer length = sequenceLengths.get(feature);
        Refusal.require(length != null, "sequence length of %s is needed", feature);
        return length == null ? 0 : length;
    }

    /** The output feature of that name. */
    public OutputFeature output(String feature) {
        OutputFeature output = outputFeatures.get(feature);
        if (output == null) {
            throw Refusal.at(feature, "the task has no such output feature; it has %s", outputFeatures.keySet());
        }
        return output;
    }

    /** The length of a feature without its end of sequence. */
    public int lengthBeforeEos(String feature) {
        return length(feature) - (output(feature).addEos() ? 1 : 0);
    }

    public boolean addsEos(String feature) {
        return outputFeatures.containsKey(feature) && output(feature).addEos();
    }
}
