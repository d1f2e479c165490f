package dev.cloze.train.loss;

import dev.cloze.Doc;
import dev.cloze.Refusal;

/**
 * A share of every target's probability given to other tokens (Szegedy et al. 2016, §7).
 *
 * @param share the probability given away; 0 for none
 * @param way to whom it is given
 */
public record LabelSmoothing(
        @Doc(value = "Share of the target given to the other tokens.", name = "label-smoothing")
        double share,

        @Doc(
                value = "To whom it is given: all tokens alike, as torch has it, or all but the target, as T5X has it.",
                name = "label-smoothing-way")
        Way way) {

    /** None. */
    public static final LabelSmoothing NONE = new LabelSmoothing(0, Way.UNIFORM);

    /** The two definitions in use: the same share gives different losses. */
    public enum Way {
        /** To all tokens alike, the target among them; torch and transformers. */
        UNIFORM,
        /** To all tokens but the target, less the entropy of the target distribution, so that a perfect model has loss 0; T5X. */
        T5X
    }

    /** Checks the share. */
    public LabelSmoothing {
        Refusal.require(share >= 0 && share < 1, "share must be in [0, 1), got %s", share);
    }

    /** What every token but the target is given. */
    double low(long vocab) {
        return switch (way) {
            case UNIFORM -> share / vocab;
            case T5X -> share / (vocab - 1);
        };
    }

    /** What the target is given. */
    double high(long vocab) {
        return switch (way) {
            case UNIFORM -> 1 - share + share / vocab;
            case T5X -> 1 - share;
        };
    }

    /** What is subtracted from the loss of every target. */
    double constant(long vocab) {
        if (way == Way.UNIFORM || share == 0) {
            return 0;
        }
        double low = low(vocab);
        return -((1 - share) * Math.log(1 - share) + (vocab - 1) * low * Math.log(low + 1e-20));
    }
}
