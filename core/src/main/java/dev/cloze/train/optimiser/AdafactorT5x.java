package dev.cloze.train.optimiser;

import dev.cloze.Refusal;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Adafactor as T5X writes it (Shazeer and Stern 2018). Optax's is the same but for tensors of more than two sides.
 *
 * @param factored whether second moments are kept as rows and columns
 * @param minDimSizeToFactor matrices with a shorter side are not factored
 * @param decayRate the second moment keeps {@code 1 - step^-decayRate}
 * @param stepOffset steps before the decay begins
 * @param clippingThreshold the largest root mean square of an update; 0 for any
 * @param epsilons smallest values
 * @param multiplyByParameterScale whether the learning rate grows with the size of the weight
 * @param maxParameterScale the most it grows; 0 for any
 * @param beta1 decay of the first moment; 0 for none
 * @param weightDecay how the weights shrink
 * @param globalNormClip the largest norm of all gradients together; 0 for any
 * @param stacks whether a tensor of more than two sides is a stack of matrices, each factored and scaled by itself (T5X); if
 *     not, its two longest sides are factored and it is scaled as a whole (optax)
 */
public record AdafactorT5x(
        boolean factored,
        long minDimSizeToFactor,
        double decayRate,
        long stepOffset,
        double clippingThreshold,
        Epsilons epsilons,
        boolean multiplyByParameterScale,
        double maxParameterScale,
        double beta1,
        PlainDecay weightDecay,
        double globalNormClip,
        boolean stacks)
        implements Optimiser {

    /** T5X's numbers. */
    public static final AdafactorT5x DEFAULT =
            new AdafactorT5x(true, 128, 0.8, 0, 1.0, Epsilons.DEFAULT, true, 0, 0, PlainDecay.NONE, 0, true);

    /**
     * Smallest values.
     *
     * @param gradient added to squared gradients
     * @param scale the smallest scale of a weight
     */
    public record Epsilons(double gradient, double scale) {

        /** T5X's numbers. */
        public static final Epsilons DEFAULT = new Epsilons(1e-30, 1e-3);
    }

    /**
     * Weight decay that does not wait for the learning rate: the weights shrink by {@code rate · learningRate^exponent}.
     *
     * @param rate how much
     * @param learningRateExponent 0 for the same at every learning rate
     * @param decay which weights shrink
     */
    public record PlainDecay(double rate, double learningRateExponent, DecayRule decay) {

        /** None. */
        public static final PlainDecay NONE = new PlainDecay(0, 0, DecayRule.ALL);
    }

    /** Checks the ranges. */
    public AdafactorT5x {
        Refusal.require(decayRate > 0, "decayRate must be more than 0, got %s", decayRate);
        Refusal.require(clippingThreshold >= 0, "clippingThreshold must be 0 or more, got %s", clippingThreshold);
        Refusal.require(beta1 >= 0 && beta1 < 1, "beta1 must be in [0, 1), got %s", beta1);
        Refusal.require(globalNormClip >= 0, "globalNormClip must be 0 or more, got %s", globalNormClip);
    }

    @Override
    public double clip(double norm) {
        return globalNormClip == 0 ? 1 : Math.min(1, globalNormClip / norm);
    }

    @Override
    public SortedMap<String, long[]> memory(long[] shape) {
        SortedMap<String, long[]> moments = new TreeMap<>();
        Optional<FactoredShape> factors = factors(shape);
        if (factors.isPresent()) {
            moments.put("v_row", FactoredShape.without(shape, factors.get().rowMissing()));
            moments.put("v_col", FactoredShape.without(shape, factors.get().columnMissing()));
        } else {
            moments.put("v", shape);
        }
        if (beta1 > 0) {
            moments.put("m", shape);
        }
        return moments;
    }

    @Override
    public void update(WeightUpdate update) {
        Tensor weight = update.weight();
        double rate = update.clock().learningRate();
        long[] sides = scaledSides(weight);
        Tensor step = normalised(update);
        if (clippingThreshold > 0) {
            Tensor size = SecondMoment.rootMeanSquare(step, sides);
            step.div_(size.div_(new Scalar(clippingThreshold)).clamp_min_(new Scalar(1)));
        }
        step.mul_(new Scalar(rate));
        if (multiplyByParameterScale) {
            step.mul_(scale(weight, sides));
        }
        if (beta1 > 0) {
            step = update.remembered("m").mul_(new Scalar(beta1)).add_(step, new Scalar(1 - beta1));
        }
        if (weightDecay.rate() > 0 && weightDecay.decay().decays(update.name())) {
            weight.mul_(new Scalar(1 - weightDecay.rate() * Math.pow(rate, weightDecay.learningRateExponent())));
        }
        weight.sub_(step);
        update.refresh();
    }

    private Tensor scale(Tensor weight, long[] sides) {
        Tensor size = SecondMoment.rootMeanSquare(weight, sides).clamp_min_(new Scalar(epsilons.scale()));
        return maxParameterScale > 0 ? size.clamp_max_(new Scalar(maxParameterScale)) : size;
    }

    private Tensor normalised(WeightUpdate update) {
        double beta2 = 1 - Math.pow((double) (update.clock().steps() - stepOffset), -decayRate);
        SecondMoment moment = new SecondMoment(beta2, epsilons.gradient());
        Tensor gradient = update.gradient().all();
        Optional<FactoredShape> factors = factors(gradient.shape());
        if (factors.isEmpty()) {
            return moment.normalise(gradient, update.remembered("v"));
        }
        return moment.normalise(
                gradient,
                new SecondMoment.Side(update.remembered("v_row"), factors.get().rowMissing()),
                new SecondMoment.Side(update.remembered("v_col"), factors.get().columnMissing()));
    }

    private Optional<FactoredShape> factors(long[] shape) {
        if (!factored) {
            return Optional.empty();
        }
        return stacked(shape.length)
                ? Optional.of(FactoredShape.ofLast(shape))
                : FactoredShape.ofLongest(shape, minDimSizeToFactor);
    }

    private boolean stacked(long sides) {
        return stacks && factored && sides > 2;
    }

    private long[] scaledSides(Tensor weight) {
        long sides = weight.dim();
        return stacked(sides) ? new long[] {sides - 2, sides - 1} : SecondMoment.allSides(weight);
    }
}
