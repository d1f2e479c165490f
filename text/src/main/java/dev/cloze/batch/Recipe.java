package dev.cloze.batch;

import dev.cloze.Refusal;
import dev.cloze.data.step.TokenStep;
import java.util.List;

/**
 * What is made of the documents of a task.
 *
 * @param steps what happens to their tokens first, in order
 * @param joining how documents meet
 * @param learning how examples are made
 */
public record Recipe(List<TokenStep> steps, Joining joining, Learning learning) {

    /** Takes an unmodifiable copy; pairs stay as they are. */
    public Recipe {
        steps = List.copyOf(steps);
        Refusal.require(
                steps.isEmpty() || !(learning instanceof Learning.Pairs),
                "steps over tokens are for running text, not for pairs");
    }
}
