package dev.cloze.seqio.step;

import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code rekey}: features under new names; a new name for nothing is an empty string.
 *
 * @param oldNames new names with the old ones, empty for nothing
 */
public record RekeyFeatures(Map<String, String> oldNames) implements Preprocessor {

    /** Takes an unmodifiable copy. */
    public RekeyFeatures {
        oldNames = Map.copyOf(oldNames);
    }

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        return elements.map(this::renamed);
    }

    private Features renamed(Features element) {
        Map<String, Object> renamed = new LinkedHashMap<>();
        oldNames.forEach((now, old) -> renamed.put(now, old.isEmpty() ? "" : element.get(old)));
        return Features.of(renamed);
    }
}
