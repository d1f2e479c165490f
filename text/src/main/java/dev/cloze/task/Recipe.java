package dev.cloze.task;

import dev.cloze.Refusal;
import dev.cloze.data.step.TokenStep;
import java.util.List;

/**
 * What is made of the tokens of a task's documents.
 *
 * @param steps what happens to them first, in order
 * @param joining how documents meet
 * @param learning how examples are made; said for this task
 */
public record Recipe(List<TokenStep> steps, Joining joining, Learning learning) {

    /** Takes an unmodifiable copy; pairs stay as they are. */
    public Recipe {
        steps = List.copyOf(steps);
        Refusal.require(
                steps.isEmpty() || !(learning instanceof Learning.Pair),
                "steps over tokens are for running text, not for pairs");
    }

    /** Running text without steps. */
    public static Recipe of(Learning.Denoising learning) {
        return new Recipe(List.of(), learning.joining(), learning);
    }
}
