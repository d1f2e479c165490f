package dev.cloze.train.optimiser;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Adafactor as T5X writes it (Shazeer and Stern 2018). Optax's is the same but for tensors of more than two sides.
 *
 * @param decayRate the second moment keeps {@code 1 - step^-decayRate}
 * @param clippingThreshold the largest root mean square of an update; 0 for any
 * @param scaling how the learning rate grows with the size of the weight
 * @param beta1 decay of the first moment; 0 for none
 * @param weightDecay how the weights shrink
 * @param secondMoment how second moments are kept
 * @param stepOffset steps before the decay begins
 * @param globalNormClip the largest norm of all gradients together; 0 for any
 */
@Doc(
        value = "Adafactor as T5X has it (Shazeer and Stern 2018): steps relative to the size of each weight matrix.",
        name = "adafactor")
public record AdafactorT5x(
        @Doc("Exponent of the decay of the second moment.") double decayRate,

        @Doc("Updates are scaled down to this root mean square; 0 for never.")
        double clippingThreshold,

        @Inline Scaling scaling,

        @Doc("Decay of the mean of updates; 0 keeps none and saves memory.")
        double beta1,

        @Inline PlainDecay weightDecay,
        @Inline Factoring secondMoment,

        @Doc(value = "Updates before the decay of the second moment begins.", unit = "steps")
        long stepOffset,

        @Doc(
                value =
                        "The optimiser scales gradients down to this norm over all weights by itself, beside train.clip-norm; 0 for never.",
                name = "global-norm-clip-threshold")
        double globalNormClip)
        implements Optimiser {

    /** T5X's numbers. */
    public static final AdafactorT5x DEFAULT =
            new AdafactorT5x(0.8, 1.0, Scaling.DEFAULT, 0, PlainDecay.NONE, Factoring.DEFAULT, 0, 0);

    /**
     * How the learning rate grows with the size of the weight.
     *
     * @param byParameter whether it does
     * @param least the smallest size of a weight
     * @param most the most it grows; 0 for any
     */
    public record Scaling(
            @Doc(value = "Whether steps are relative to the size of each weight matrix.", name = "scale-parameter")
            boolean byParameter,

            @Doc(value = "The smallest size that a weight matrix is taken to have.", name = "epsilon2-param-scale")
            double least,

            @Doc(value = "The largest size that it is taken to have; 0 for any.", name = "max-parameter-scale")
            double most) {

        /** T5X's numbers. */
        public static final Scaling DEFAULT = new Scaling(true, 1e-3, 0);

        /** Checks the ranges. */
        public Scaling {
            Rule.notNegative("least", least);
            Rule.notNegative("most", most);
        }
    }

    /**
     * How second moments are kept.
     *
     * @param factored whether they are kept as rows and columns
     * @param minDimSizeToFactor matrices with a shorter side are not factored
     * @param epsilon added to squared gradients
     * @param stacks whether a tensor of more than two sides is a stack of matrices, each factored and scaled by itself (T5X);
     *     if not, its two longest sides are factored and it is scaled as a whole (optax)
     */
    public record Factoring(
            @Doc("Whether the second moments of a matrix are kept as those of its rows and columns.")
            boolean factored,

            @Doc("Matrices with a shorter side keep all of them.")
            long minDimSizeToFactor,

            @Doc(value = "Added to squared gradients.", name = "epsilon1")
            double epsilon,

            @Doc(
                    "Whether a tensor of more than two sides is a stack of matrices, each by itself; if not, it is as optax has it.")
            boolean stacks) {

        /** T5X's numbers. */
        public static final Factoring DEFAULT = new Factoring(true, 128, 1e-30, true);

        /** Checks the ranges. */
        public Factoring {
            Rule.notNegative("minDimSizeToFactor", minDimSizeToFactor);
            Rule.notNegative("epsilon", epsilon);
        }
    }

    /**
     * Weight decay that does not wait for the learning rate: the weights shrink by {@code rate · learningRate^exponent}.
     *
     * @param rate how much
     * @param learningRateExponent 0 for the same at every learning rate
     * @param decay which weights shrink
     */
    public record PlainDecay(
            @Doc(value = "Share of each weight taken away a step, not multiplied by the rate.", name = "weight-decay")
            double rate,

            @Doc(
                    value = "The share is multiplied by the rate to this power; 0 for not.",
                    name = "weight-decay-rate-lr-exponent")
            double learningRateExponent,

            @Doc("Which weights a weight decay shrinks.") DecayRule decay) {

        /** None. */
        public static final PlainDecay NONE = new PlainDecay(0, 0, DecayRule.ALL);

        /** Checks the range. */
        public PlainDecay {
            Rule.notNegative("rate", rate);
            Rule.notNegative("learningRateExponent", learningRateExponent);
        }
    }

    /** Checks the ranges. */
    public AdafactorT5x {
        Refusal.require(decayRate > 0, "decayRate must be more than 0, got %s", decayRate);
        Refusal.require(clippingThreshold >= 0, "clippingThreshold must be 0 or more, got %s", clippingThreshold);
        Refusal.require(beta1 >= 0 && beta1 < 1, "beta1 must be in [0, 1), got %s", beta1);
        Refusal.require(globalNormClip >= 0, "globalNormClip must be 0 or more, got %s", globalNormClip);
        Rule.notNegative("stepOffset", stepOffset);
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
        if (scaling.byParameter()) {
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
        Tensor size = SecondMoment.rootMeanSquare(weight, sides).clamp_min_(new Scalar(scaling.least()));
        return scaling.most() > 0 ? size.clamp_max_(new Scalar(scaling.most())) : size;
    }

    private Tensor normalised(WeightUpdate update) {
        double beta2 = 1 - Math.pow((double) (update.clock().steps() - stepOffset), -decayRate);
        SecondMoment moment = new SecondMoment(beta2, secondMoment.epsilon());
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
        if (!secondMoment.factored()) {
            return Optional.empty();
        }
        return stacked(shape.length)
                ? Optional.of(FactoredShape.ofLast(shape))
                : FactoredShape.ofLongest(shape, secondMoment.minDimSizeToFactor());
    }

    private boolean stacked(long sides) {
        return secondMoment.stacks() && secondMoment.factored() && sides > 2;
    }

    private long[] scaledSides(Tensor weight) {
        long sides = weight.dim();
        return stacked(sides) ? new long[] {sides - 2, sides - 1} : SecondMoment.allSides(weight);
    }
}
