package dev.cloze.run;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.train.loss.CrossEntropy;
import dev.cloze.train.loss.LabelSmoothing;
import dev.cloze.train.loss.Normaliser;
import dev.cloze.train.optimiser.Clipping;

/** The length and the loss of the training. */
public record TrainingSteps(
        @Doc(value = "Updates of the weights.", unit = "steps")
        long steps,

        @Doc("What all randomness comes from: weights, order, noise, dropout.")
        long seed,

        @Inline CrossEntropy loss,
        @Inline Clipping clipping,

        @Doc(value = "A line in metrics.jsonl and the events every so often.", unit = "steps")
        long logEvery) {

    /** T5X's z-loss, gradients clipped to a norm of 1, a line every tenth step. */
    public static TrainingSteps of(long steps) {
        CrossEntropy loss = new CrossEntropy(1e-4, LabelSmoothing.NONE, new Normaliser.StepTokens());
        return new TrainingSteps(steps, 1, loss, new Clipping(1), 10);
    }

    /** The same from another seed. */
    public TrainingSteps withSeed(long other) {
        return new TrainingSteps(steps, other, loss, clipping, logEvery);
    }

    /** Checks the ranges. */
    public TrainingSteps {
        Refusal.require(steps >= 0, "steps must be 0 or more, got %d", steps);
        Refusal.require(logEvery > 0, "log-every must be at least 1, got %d", logEvery);
    }
}
