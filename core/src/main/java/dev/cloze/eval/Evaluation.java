package dev.cloze.eval;

import java.util.List;
import java.util.Optional;

/**
 * All that an evaluation of a model says.
 *
 * @param loss on held-out text
 * @param gaps how many gaps are filled exactly, where any are asked for
 * @param tasks the scores of tasks with metrics
 */
public record Evaluation(HeldOutLoss loss, Optional<GapAccuracy> gaps, List<TaskScores> tasks) {

    /** Takes an unmodifiable copy. */
    public Evaluation {
        tasks = List.copyOf(tasks);
    }
}
