package dev.cloze.app.config.train;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.train.loss.CrossEntropy;
import dev.cloze.train.optimiser.Clipping;

/** The length and the loss of the training. */
public record Training(
        @Doc(value = "Updates of the weights.", unit = "steps")
        long steps,

        @Doc("What all randomness comes from: weights, order, noise, dropout.")
        long seed,

        @Inline CrossEntropy loss,
        @Inline Clipping clipping,

        @Doc(value = "A line in metrics.jsonl and the events every so often.", unit = "steps")
        long logEvery) {

    /** Checks the ranges. */
    public Training {
        Refusal.require(steps >= 0, "steps must be 0 or more, got %d", steps);
        Refusal.require(logEvery > 0, "log-every must be at least 1, got %d", logEvery);
    }
}
