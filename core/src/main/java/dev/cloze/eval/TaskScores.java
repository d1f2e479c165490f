package dev.cloze.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the metrics of a task say of a model's answers.
 *
 * @param name the task's
 * @param examples how many were answered
 * @param metrics their values by name, in their order
 */
public record TaskScores(String name, int examples, Map<String, Double> metrics) {

    /** Takes an unmodifiable copy that keeps the order. */
    public TaskScores {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
