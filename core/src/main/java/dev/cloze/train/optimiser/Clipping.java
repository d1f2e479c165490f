package dev.cloze.train.optimiser;

import dev.cloze.Refusal;

/**
 * Shrinks gradients whose global norm is too large, as torch's {@code clip_grad_norm_} does (Pascanu et al. 2013, alg. 1).
 *
 * @param maxNorm the largest norm of all gradients together; infinity for any
 */
public record Clipping(double maxNorm) {

    /** No clipping. */
    public static final Clipping NONE = new Clipping(Double.POSITIVE_INFINITY);

    /** Checks the norm. */
    public Clipping {
        Refusal.require(maxNorm > 0, "maxNorm must be more than 0, got %s", maxNorm);
    }

    /** What gradients of that global norm are multiplied by. */
    public double factor(double norm) {
        return Double.isInfinite(maxNorm) ? 1 : Math.min(1, maxNorm / (norm + 1e-6));
    }
}
