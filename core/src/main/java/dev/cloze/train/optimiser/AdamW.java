package dev.cloze.train.optimiser;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, alg. 2).
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay the weights shrink by this times the learning rate
 * @param decay which weights shrink
 * @param amsgrad whether the second moment never falls (Reddi et al. 2018)
 */
@Doc(value = "AdamW (Loshchilov and Hutter 2019).", name = "adamw")
public record AdamW(
        @Doc("Decay of the mean of gradients.") double beta1,
        @Doc("Decay of the mean of squared gradients.") double beta2,
        @Doc("Added to the root of the second moment.") double epsilon,

        @Doc("Share of each weight taken away a step, multiplied by the rate.")
        double weightDecay,

        @Doc("Which weights a weight decay shrinks.") DecayRule decay,

        @Doc("Whether the second moment never falls (Reddi et al. 2018).")
        boolean amsgrad)
        implements Optimiser {

    /** Torch's numbers without weight decay. */
    public static final AdamW DEFAULT = new AdamW(0.9, 0.999, 1e-8, 0, DecayRule.NO_BIAS_NO_NORM, false);

    /** Checks the ranges. */
    public AdamW {
        checkMoments(beta1, beta2, epsilon, weightDecay);
    }

    static void checkMoments(double beta1, double beta2, double epsilon, double weightDecay) {
        Refusal.require(beta1 >= 0 && beta1 < 1, "beta1 must be in [0, 1), got %s", beta1);
        Refusal.require(beta2 >= 0 && beta2 < 1, "beta2 must be in [0, 1), got %s", beta2);
        Refusal.require(epsilon >= 0, "epsilon must be 0 or more, got %s", epsilon);
        Refusal.require(weightDecay >= 0, "weightDecay must be 0 or more, got %s", weightDecay);
    }

    @Override
    public SortedMap<String, long[]> memory(long[] shape) {
        SortedMap<String, long[]> moments = new TreeMap<>();
        moments.put("exp_avg", shape);
        moments.put("exp_avg_sq", shape);
        if (amsgrad) {
            moments.put("max_exp_avg_sq", shape);
        }
        return moments;
    }

    @Override
    public void update(WeightUpdate update) {
        double shrink = decay.decays(update.name()) ? weightDecay : 0;
        FusedAdam.update(
                update, new FusedAdam.Rates(update.clock().learningRate(), beta1, beta2, epsilon, shrink, 1), amsgrad);
    }
}
