package dev.cloze.objective.seqio.step;

import dev.cloze.data.seqio.Dataset;
import dev.cloze.objective.seqio.Features;
import dev.cloze.objective.seqio.Preprocessor;
import dev.cloze.objective.seqio.TaskContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code rekey}: features under new names; a new name for nothing is an empty string.
 *
 * @param oldNames new names with the old ones, empty for nothing
 */
public record Rekey(Map<String, String> oldNames) implements Preprocessor {

    /** Takes an unmodifiable copy. */
    public Rekey {
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
