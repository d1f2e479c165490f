package dev.cloze.train.loss;

import dev.cloze.Refusal;

/**
 * The loss of a text-to-text model: cross entropy with z-loss and label smoothing.
 *
 * @param zLoss weight of the squared log-partition, which keeps logits from drifting; T5X trains with 1e-4
 * @param smoothing label smoothing
 * @param normaliser what the sum over targets is divided by
 */
public record CrossEntropy(double zLoss, LabelSmoothing smoothing, Normaliser normaliser) {

    /** No additions, the mean over the tokens of a step. */
    public static final CrossEntropy PLAIN = new CrossEntropy(0, LabelSmoothing.NONE, new Normaliser.StepTokens());

    /** Checks the weight. */
    public CrossEntropy {
        Refusal.require(zLoss >= 0 && Double.isFinite(zLoss), "zLoss must be 0 or more, got %s", zLoss);
    }
}
