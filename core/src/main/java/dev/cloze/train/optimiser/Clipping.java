package dev.cloze.train.optimiser;

import dev.cloze.Doc;
import dev.cloze.Refusal;

/**
 * Shrinks gradients whose global norm is too large, as torch's {@code clip_grad_norm_} does (Pascanu et al. 2013, alg. 1).
 *
 * @param maxNorm the largest norm of all gradients together; 0 for any
 */
public record Clipping(
        @Doc(value = "Gradients are scaled down to this norm over all weights; 0 for never.", name = "clip-norm")
        double maxNorm) {

    /** No clipping. */
    public static final Clipping NONE = new Clipping(0);

    /** Checks the norm. */
    public Clipping {
        Refusal.require(maxNorm >= 0, "maxNorm must be 0 or more, got %s", maxNorm);
    }

    /** What gradients of that global norm are multiplied by. */
    public double factor(double norm) {
        return maxNorm == 0 ? 1 : Math.min(1, maxNorm / (norm + 1e-6));
    }
}
