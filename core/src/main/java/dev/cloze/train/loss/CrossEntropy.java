package dev.cloze.train.loss;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;

/**
 * The loss of a text-to-text model: cross entropy with z-loss and label smoothing.
 *
 * @param zLoss weight of the squared log-partition, which keeps logits from drifting; T5X trains with 1e-4
 * @param smoothing label smoothing
 * @param normaliser what the sum over targets is divided by
 */
public record CrossEntropy(
        @Doc("Weight of the squared log of the softmax's sum in the loss; keeps logits near 0.")
        double zLoss,

        @Inline LabelSmoothing smoothing,

        @Doc(
                value =
                        "What the summed loss is divided by: the step's target tokens; the mean of its batches' means; nothing (sum); a batch's tokens or places; its sequences; or a number.",
                name = "loss-divisor")
        Normaliser normaliser) {

    /** No additions, the mean over the tokens of a step. */
    public static final CrossEntropy PLAIN = new CrossEntropy(0, LabelSmoothing.NONE, new Normaliser.StepTokens());

    /** Checks the weight. */
    public CrossEntropy {
        Refusal.require(zLoss >= 0 && Double.isFinite(zLoss), "zLoss must be 0 or more, got %s", zLoss);
    }
}
