package dev.cloze.app.config.train;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.train.loss.CrossEntropy;
import dev.cloze.train.loss.LabelSmoothing;
import dev.cloze.train.optimiser.Clipping;

/** The length and the loss of the training. */
public record Training(
        @Doc(value = "Updates of the weights.", unit = "steps")
        long steps,

        @Doc("What all randomness comes from: weights, order, noise, dropout.")
        long seed,

        @Doc("Weight of the squared log of the softmax's sum in the loss; keeps logits near 0.")
        double zLoss,

        @Doc("Share of the target given to the other tokens.")
        double labelSmoothing,

        @Doc(
                "What the summed loss is divided by: the step's target tokens; the mean of its batches' means; nothing (sum); a batch's tokens or places; its sequences; or a number.")
        LossDivisor lossDivisor,

        @Doc("Gradients are scaled down to this norm over all weights; 0 for never.")
        double clipNorm,

        @Doc(value = "A line in metrics.jsonl and the events every so often.", unit = "steps")
        long logEvery) {

    /** The loss that is minimised. */
    public CrossEntropy crossEntropy() {
        LabelSmoothing smoothing = new LabelSmoothing(labelSmoothing, LabelSmoothing.Way.UNIFORM);
        return new CrossEntropy(zLoss, smoothing, lossDivisor.normaliser());
    }

    /** How large gradients are shrunk. */
    public Clipping clipping() {
        return clipNorm == 0 ? Clipping.NONE : new Clipping(clipNorm);
    }

    /** Checks the ranges. */
    public Training {
        Refusal.require(steps >= 0, "steps must be 0 or more, got %d", steps);
        Refusal.require(zLoss >= 0, "z-loss must be 0 or more, got %s", zLoss);
        Refusal.require(
                0 <= labelSmoothing && labelSmoothing < 1, "label-smoothing must be in [0, 1), got %s", labelSmoothing);
        Refusal.require(clipNorm >= 0, "clip-norm must be 0 or more, got %s", clipNorm);
        Refusal.require(logEvery > 0, "log-every must be at least 1, got %d", logEvery);
    }
}
