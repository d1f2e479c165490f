package dev.cloze.train.optimiser;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import java.util.List;

/**
 * T5X's product of factors, such as {@code constant * linear_warmup * rsqrt_decay}.
 *
 * @param factors names joined by {@code *}
 * @param rate what {@code constant} multiplies by
 * @param warmupSteps what the warm-up and the square-root factors read
 * @param decay numbers that only some factors read
 * @param stepOffset steps before this schedule begins
 * @param minRate the rate never falls below
 */
@Doc(value = "T5X's product of factors.", name = "factors")
public record T5xSchedule(
        @Doc(
                "Names joined by *: constant, linear_warmup, linear_decay, rsqrt_decay, rsqrt_normalized_decay, decay_every, cosine_decay.")
        String factors,

        @Doc("What constant multiplies by.") double rate,

        @Doc(value = "What the warm-up and the square-root factors read.", unit = "steps")
        long warmupSteps,

        @Inline Decay decay,

        @Doc(value = "Updates before this schedule begins.", unit = "steps")
        long stepOffset,

        @Doc("The rate never falls below.") double minRate)
        implements Schedule {

    /** T5X's own numbers. */
    public static final T5xSchedule DEFAULT =
            new T5xSchedule("constant * linear_warmup * rsqrt_decay", 0.5, 1000, Decay.DEFAULT, 0, 1e-8);

    /** Checks the names. */
    public T5xSchedule {
        Refusal.require(rate >= 0 && Double.isFinite(rate), "rate must be 0 or more, got %s", rate);
        Refusal.require(warmupSteps > 0, "warmupSteps must be at least 1, got %d", warmupSteps);
        Rule.notNegative("stepOffset", stepOffset);
        Rule.notNegative("minRate", minRate);
        LearningRateFactor.parse(factors);
    }

    @Override
    public double at(long step, long steps) {
        double product = 1;
        for (LearningRateFactor factor : parsed()) {
            product *= factor.at(Math.max(0, step - stepOffset), this);
        }
        return Math.max(product, minRate);
    }

    private List<LearningRateFactor> parsed() {
        return LearningRateFactor.parse(factors);
    }

    /**
     * Numbers that only T5X's decaying factors read.
     *
     * @param decayFactor for {@code decay_every} and {@code linear_decay}
     * @param stepsPerDecay for {@code decay_every}
     * @param stepsPerCycle for {@code cosine_decay}
     */
    public record Decay(
            @Doc("What decay_every multiplies by, and by how much linear_decay falls a step.")
            double decayFactor,

            @Doc(value = "Between two falls of decay_every.", unit = "steps")
            long stepsPerDecay,

            @Doc(value = "Length of a wave of cosine_decay.", unit = "steps")
            long stepsPerCycle) {

        /** T5X's own numbers. */
        public static final Decay DEFAULT = new Decay(0.5, 20_000, 100_000);

        /** Checks what is divided by. */
        public Decay {
            Rule.notNegative("decayFactor", decayFactor);
            Refusal.require(stepsPerDecay > 0, "stepsPerDecay must be at least 1, got %d", stepsPerDecay);
            Refusal.require(stepsPerCycle > 0, "stepsPerCycle must be at least 1, got %d", stepsPerCycle);
        }
    }
}
