package dev.cloze.train.optimiser;

import dev.cloze.Doc;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/**
 * AdamW whose steps grow with the size of the weight, as Adafactor's do (nanoT5's {@code AdamWScale}): T5's unscaled
 * attention needs small steps where weights are small.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment, before its bias is corrected
 * @param weightDecay the weights shrink by this times the unscaled learning rate, after the update
 * @param decay which weights shrink
 */
@Doc(value = "AdamW with steps relative to the size of each weight matrix, as nanoT5 has it.", name = "adamw-scale")
public record AdamWScale(
        @Doc("Decay of the mean of gradients.") double beta1,
        @Doc("Decay of the mean of squared gradients.") double beta2,
        @Doc("Added to the root of the second moment.") double epsilon,

        @Doc("Share of each weight taken away a step, multiplied by the rate.")
        double weightDecay,

        @Doc("Which weights a weight decay shrinks.") DecayRule decay)
        implements Optimiser {

    /** nanoT5's numbers. */
    public static final AdamWScale DEFAULT = new AdamWScale(0.9, 0.999, 1e-6, 0, DecayRule.NO_BIAS_NO_NORM);

    private static final double SMALLEST_SCALE = 1e-3;

    /** Checks the ranges. */
    public AdamWScale {
        AdamW.checkMoments(beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public SortedMap<String, long[]> memory(long[] shape) {
        SortedMap<String, long[]> moments = new TreeMap<>();
        moments.put("exp_avg", shape);
        moments.put("exp_avg_sq", shape);
        return moments;
    }

    @Override
    public void update(WeightUpdate update) {
        Tensor weight = update.weight();
        double rate = update.clock().learningRate();
        double size = weight.norm().item_double() / Math.sqrt((double) weight.numel());
        double correction =
                Math.sqrt(1 - Math.pow(beta2, (double) update.clock().steps()));
        double scaled = rate * Math.max(SMALLEST_SCALE, size);
        double after = decay.decays(update.name()) ? 1 - rate * weightDecay : 1;
        // The fused operator adds epsilon after correcting the bias; here it is added before.
        FusedAdam.update(update, new FusedAdam.Rates(scaled, beta1, beta2, epsilon / correction, 0, after), false);
    }
}
