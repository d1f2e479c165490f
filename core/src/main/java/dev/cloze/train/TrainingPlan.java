package dev.cloze.train;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.train.loss.CrossEntropy;
import dev.cloze.train.optimiser.Clipping;
import dev.cloze.train.optimiser.Optimiser;
import dev.cloze.train.optimiser.Schedule;

/**
 * How a model is trained.
 *
 * @param steps updates of the weights
 * @param microBatches batches whose gradients make one update
 * @param schedule the learning rate of every step
 * @param optimiser how weights follow their gradients
 * @param clipping how large gradients are shrunk
 * @param loss what is minimised
 * @param dropoutRate share of values dropped
 * @param seed what dropout is drawn from
 */
public record TrainingPlan(
        long steps,
        int microBatches,
        Schedule schedule,
        Optimiser optimiser,
        Clipping clipping,
        CrossEntropy loss,
        double dropoutRate,
        Seed seed) {

    /** Checks the numbers. */
    public TrainingPlan {
        Refusal.require(steps >= 0, "steps must be 0 or more, got %d", steps);
        Refusal.require(microBatches > 0, "microBatches must be at least 1, got %d", microBatches);
    }
}
