package dev.cloze.task.metric;

import java.util.List;

/**
 * A question with what was answered.
 *
 * @param prediction the answer
 * @param references all answers that are right; the first is the one that was to be learnt
 * @param group what it belongs to with other questions, empty for nothing
 */
public record Answered(String prediction, List<String> references, String group) {

    /** Takes an unmodifiable copy. */
    public Answered {
        references = List.copyOf(references);
    }

    /** The answer that was to be learnt. */
    public String target() {
        return references.isEmpty() ? "" : references.get(0);
    }
}
