package dev.cloze.train.optimiser;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adafactor as transformers writes it (Shazeer and Stern 2018): every weight of two or more sides is factored over its last
 * two.
 *
 * @param clipThreshold the largest root mean square of an update
 * @param decayRate the second moment keeps {@code 1 - step^decayRate}; negative
 * @param weightDecay the weights shrink by this times their own learning rate
 * @param decay which weights shrink
 * @param scaleParameter whether the learning rate grows with the size of the weight
 * @param beta1 decay of the first moment; 0 for none
 * @param epsilons smallest values
 * @param steps whose learning rate counts
 */
@Doc("Adafactor as transformers has it.")
public record AdafactorHuggingFace(
        @Doc("Exponent of the decay of the second moment; negative.")
        double decayRate,

        @Doc("Updates are scaled down to this root mean square.")
        double clipThreshold,

        @Doc("Share of each weight taken away a step, multiplied by the rate.")
        double weightDecay,

        @Doc("Which weights a weight decay shrinks.") DecayRule decay,

        @Doc("Whether steps are relative to the size of each weight matrix.")
        boolean scaleParameter,

        @Doc("Decay of the mean of updates; 0 keeps none and saves memory.")
        double beta1,

        @Inline Epsilons epsilons,
        @Inline OwnSteps steps)
        implements Optimiser {

    /** Transformers' numbers. */
    public static final AdafactorHuggingFace DEFAULT = new AdafactorHuggingFace(
            -0.8, 1.0, 0, DecayRule.NO_BIAS_NO_NORM, true, 0, Epsilons.DEFAULT, new OwnSteps(true, false));

    /**
     * Smallest values.
     *
     * @param epsilon1 added to squared gradients
     * @param epsilon2 the smallest scale of a weight
     */
    public record Epsilons(
            @Doc("Added to squared gradients.") double epsilon1,
            @Doc("The smallest scale of a weight.") double epsilon2) {

        /** The paper's numbers. */
        public static final Epsilons DEFAULT = new Epsilons(1e-30, 1e-3);

        /** Checks the ranges. */
        public Epsilons {
            Rule.notNegative("epsilon1", epsilon1);
            Rule.notNegative("epsilon2", epsilon2);
        }
    }

    /**
     * A learning rate of its own.
     *
     * @param relativeStep whether it makes its own learning rate and ignores the schedule's
     * @param warmupInit whether its own learning rate begins at a millionth
     */
    public record OwnSteps(
            @Doc("Whether it makes a learning rate of its own and ignores the schedule.")
            boolean relativeStep,

            @Doc("Whether its own learning rate begins at a millionth.")
            boolean warmupInit) {

        /** Checks that a warm-up has a rate to warm up. */
        public OwnSteps {
            Refusal.require(relativeStep || !warmupInit, "warmupInit needs relativeStep");
        }
    }

    /** Checks the ranges. */
    public AdafactorHuggingFace {
        Refusal.require(decayRate < 0, "decayRate must be below 0, got %s", decayRate);
        Refusal.require(clipThreshold > 0, "clipThreshold must be more than 0, got %s", clipThreshold);
        Refusal.require(beta1 >= 0 && beta1 < 1, "beta1 must be in [0, 1), got %s", beta1);
        Refusal.require(weightDecay >= 0, "weightDecay must be 0 or more, got %s", weightDecay);
    }

    @Override
    public SortedMap<String, long[]> memory(long[] shape) {
        SortedMap<String, long[]> moments = new TreeMap<>();
        if (beta1 > 0) {
            moments.put("exp_avg", shape);
        }
        if (shape.length < 2) {
            moments.put("exp_avg_sq", shape);
        } else {
            moments.put("exp_avg_sq_row", FactoredShape.without(shape, shape.length - 1));
            moments.put("exp_avg_sq_col", FactoredShape.without(shape, shape.length - 2));
        }
        return moments;
    }

    @Override
    public void update(WeightUpdate update) {
        Tensor weight = update.weight();
        Tensor rate = rate(weight, update.clock());
        Tensor step = normalised(update);
        Tensor size = SecondMoment.rootMeanSquare(step, SecondMoment.allSides(step));
        step.div_(size.div_(new Scalar(clipThreshold)).clamp_min_(new Scalar(1)))
                .mul_(rate);
        if (beta1 > 0) {
            Tensor average = update.remembered("exp_avg");
            step = average.mul_(new Scalar(beta1)).add_(step, new Scalar(1 - beta1));
        }
        if (weightDecay > 0 && decay.decays(update.name())) {
            weight.mul_(torch.ones_like(rate).sub_(rate, new Scalar(weightDecay)));
        }
        weight.sub_(step);
        update.refresh();
    }

    /** The learning rate of one weight, with as many sides as it, each of one value. */
    Tensor rate(Tensor weight, WeightUpdate.Clock clock) {
        double rate = clock.learningRate();
        if (steps.relativeStep()) {
            double most = steps.warmupInit() ? 1e-6 * clock.steps() : 1e-2;
            rate = Math.min(most, 1 / Math.sqrt((double) clock.steps()));
        }
        Tensor size = SecondMoment.rootMeanSquare(weight, SecondMoment.allSides(weight));
        Tensor scale = scaleParameter ? size.clamp_min_(new Scalar(epsilons.epsilon2())) : size.fill_(new Scalar(1));
        return scale.mul_(new Scalar(rate));
    }

    private Tensor normalised(WeightUpdate update) {
        double beta2 = 1 - Math.pow((double) update.clock().steps(), decayRate);
        SecondMoment moment = new SecondMoment(beta2, epsilons.epsilon1());
        Tensor gradient = update.gradient().all();
        int sides = Math.toIntExact(gradient.dim());
        if (sides < 2) {
            return moment.normalise(gradient, update.remembered("exp_avg_sq"));
        }
        return moment.normalise(
                gradient,
                new SecondMoment.Side(update.remembered("exp_avg_sq_row"), sides - 1),
                new SecondMoment.Side(update.remembered("exp_avg_sq_col"), sides - 2));
    }
}
