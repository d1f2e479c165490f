package dev.cloze.train.optimiser;

import dev.cloze.Refusal;
import java.util.List;

/**
 * The learning rate of every step. A step is the number of updates made before it, so the first update is step 0.
 * Warm-up rises in a straight line from 0 and ends with the full rate at step {@code warmupSteps}.
 */
public sealed interface Schedule {

    /** The learning rate of the update that follows {@code step} others. */
    double at(long step);

    private static double warmup(long step, long warmupSteps) {
        return (double) step / Math.max(1, warmupSteps);
    }

    private static double progress(long step, long from, long to) {
        return (double) (step - from) / Math.max(1, to - from);
    }

    private static void check(double rate, long warmupSteps) {
        Refusal.require(rate >= 0 && Double.isFinite(rate), "rate must be 0 or more, got %s", rate);
        Refusal.require(warmupSteps >= 0, "warmupSteps must be 0 or more, got %d", warmupSteps);
    }

    private static void check(double rate, long warmupSteps, long totalSteps) {
        check(rate, warmupSteps);
        Refusal.require(
                totalSteps >= Math.max(1, warmupSteps),
                "totalSteps must be at least 1 and warmupSteps (%d), got %d",
                warmupSteps,
                totalSteps);
    }

    /**
     * The same rate throughout, after the warm-up.
     *
     * @param rate the learning rate
     * @param warmupSteps steps of warm-up
     */
    record Constant(double rate, long warmupSteps) implements Schedule {

        /** Checks the ranges. */
        public Constant {
            check(rate, warmupSteps);
        }

        @Override
        public double at(long step) {
            return step < warmupSteps ? rate * warmup(step, warmupSteps) : rate;
        }
    }

    /**
     * Falls in a straight line to 0 at {@code totalSteps}.
     *
     * @param rate the highest learning rate
     * @param warmupSteps steps of warm-up
     * @param totalSteps the step at which the rate reaches 0
     */
    record Linear(double rate, long warmupSteps, long totalSteps) implements Schedule {

        /** Checks the ranges. */
        public Linear {
            check(rate, warmupSteps, totalSteps);
        }

        @Override
        public double at(long step) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            return rate * Math.max(0, 1 - progress(step, warmupSteps, totalSteps));
        }
    }

    /**
     * Falls along a cosine.
     *
     * @param rate the highest learning rate
     * @param warmupSteps steps of warm-up
     * @param totalSteps the step at which the cosine ends
     * @param cycles waves between warm-up and end; 0.5 falls once
     * @param finalRate the lowest learning rate
     */
    record Cosine(double rate, long warmupSteps, long totalSteps, double cycles, double finalRate) implements Schedule {

        /** Checks the ranges. */
        public Cosine {
            check(rate, warmupSteps, totalSteps);
        }

        @Override
        public double at(long step) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            double progress = progress(step, warmupSteps, totalSteps);
            double wave = 0.5 * (1 + Math.cos(Math.PI * cycles * 2 * progress));
            return Math.max(0, finalRate + (rate - finalRate) * wave);
        }
    }

    /**
     * Falls along a cosine to 0 and starts again, {@code cycles} times.
     *
     * @param rate the highest learning rate
     * @param warmupSteps steps of warm-up
     * @param totalSteps the step at which the last cosine ends
     * @param cycles number of cosines
     */
    record CosineRestarts(double rate, long warmupSteps, long totalSteps, double cycles) implements Schedule {

        /** Checks the ranges. */
        public CosineRestarts {
            check(rate, warmupSteps, totalSteps);
        }

        @Override
        public double at(long step) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            double progress = progress(step, warmupSteps, totalSteps);
            return progress >= 1 ? 0 : rate * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * (cycles * progress % 1))));
        }
    }

    /**
     * Falls as a power of the part that is left.
     *
     * @param rate the highest learning rate
     * @param warmupSteps steps of warm-up
     * @param totalSteps the step at which {@code finalRate} is reached
     * @param power 1 is a straight line
     * @param finalRate the rate from then on
     */
    record Polynomial(double rate, long warmupSteps, long totalSteps, double power, double finalRate)
            implements Schedule {

        /** Checks the ranges. */
        public Polynomial {
            check(rate, warmupSteps, totalSteps);
        }

        @Override
        public double at(long step) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            double left = Math.max(0, 1 - progress(step, warmupSteps, totalSteps));
            return finalRate + (rate - finalRate) * Math.pow(left, power);
        }
    }

    /**
     * Falls with the square root of the step (Raffel et al. 2020, §3.1.2).
     *
     * @param rate the learning rate at the end of the warm-up
     * @param warmupSteps steps of warm-up
     * @param timescale steps after which the rate has fallen to 1/√2 (counted from the end of the warm-up); 0 takes
     *     {@code warmupSteps}, or 10,000 without a warm-up
     */
    record InverseSquareRoot(double rate, long warmupSteps, long timescale) implements Schedule {

        /** Checks the ranges and settles the timescale. */
        public InverseSquareRoot {
            check(rate, warmupSteps);
            Refusal.require(timescale >= 0, "timescale must be 0 or more, got %d", timescale);
            timescale = timescale > 0 ? timescale : warmupSteps > 0 ? warmupSteps : 10_000;
        }

        @Override
        public double at(long step) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            return rate / Math.sqrt((double) (step + timescale - warmupSteps) / timescale);
        }
    }

    /**
     * Stays at its height and falls only at the end.
     *
     * @param rate the highest learning rate
     * @param warmupSteps steps of warm-up
     * @param decaySteps length of the fall
     * @param totalSteps the step at which the fall ends
     * @param decay its form
     * @param finalRate the rate from then on
     */
    record WarmupStableDecay(
            double rate, long warmupSteps, long decaySteps, long totalSteps, Decay decay, double finalRate)
            implements Schedule {

        /** The form of the fall. */
        public enum Decay {
            /** A straight line. */
            LINEAR,
            /** Half a cosine. */
            COSINE,
            /** One less the square root of the progress. */
            SQUARE_ROOT
        }

        /** Checks the ranges. */
        public WarmupStableDecay {
            check(rate, warmupSteps, totalSteps);
            Refusal.require(
                    decaySteps >= 0 && decaySteps <= totalSteps - warmupSteps,
                    "decaySteps must be in 0..%d, got %d",
                    totalSteps - warmupSteps,
                    decaySteps);
        }

        @Override
        public double at(long step) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            if (step < totalSteps - decaySteps) {
                return rate;
            }
            double progress = Math.min(1, progress(step, totalSteps - decaySteps, totalSteps));
            return step >= totalSteps ? finalRate : finalRate + (rate - finalRate) * left(progress);
        }

        private double left(double progress) {
            return switch (decay) {
                case LINEAR -> 1 - progress;
                case COSINE -> 0.5 * (1 + Math.cos(Math.PI * progress));
                case SQUARE_ROOT -> 1 - Math.sqrt(progress);
            };
        }
    }

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
    record Factors(String factors, double rate, long warmupSteps, FactorDecay decay, long stepOffset, double minRate)
            implements Schedule {

        /** T5X's own numbers. */
        public static final Factors DEFAULT =
                new Factors("constant * linear_warmup * rsqrt_decay", 0.5, 1000, FactorDecay.DEFAULT, 0, 1e-8);

        /** Checks the names. */
        public Factors {
            check(rate, warmupSteps);
            LearningRateFactor.parse(factors);
        }

        @Override
        public double at(long step) {
            double product = 1;
            for (LearningRateFactor factor : parsed()) {
                product *= factor.at(Math.max(0, step - stepOffset), this);
            }
            return Math.max(product, minRate);
        }

        private List<LearningRateFactor> parsed() {
            return LearningRateFactor.parse(factors);
        }
    }

    /**
     * Numbers that only T5X's decaying factors read.
     *
     * @param decayFactor for {@code decay_every} and {@code linear_decay}
     * @param stepsPerDecay for {@code decay_every}
     * @param stepsPerCycle for {@code cosine_decay}
     */
    record FactorDecay(double decayFactor, long stepsPerDecay, long stepsPerCycle) {

        /** T5X's own numbers. */
        public static final FactorDecay DEFAULT = new FactorDecay(0.5, 20_000, 100_000);
    }

    /**
     * Rises from half the rate to the whole, then falls along half a cosine (nanoT5's {@code cosine}).
     *
     * @param rate the highest learning rate
     * @param warmupSteps steps of the rise
     * @param totalSteps the step at which the cosine ends
     * @param finalRate the rate there
     */
    record HalfWarmupCosine(double rate, long warmupSteps, long totalSteps, double finalRate) implements Schedule {

        /** Checks the ranges. */
        public HalfWarmupCosine {
            check(rate, warmupSteps, totalSteps);
        }

        @Override
        public double at(long step) {
            if (step < warmupSteps) {
                return rate * (0.5 + 0.5 * warmup(step, warmupSteps));
            }
            double progress = Math.min(1, progress(step, warmupSteps, totalSteps));
            return finalRate + (rate - finalRate) * 0.5 * (1 + Math.cos(Math.PI * progress));
        }
    }

    /**
     * One over the square root of the step, at most 0.01, for nine tenths of the steps; then straight to 0 (nanoT5's
     * {@code legacy}).
     *
     * @param totalSteps the step at which 0 is reached
     */
    record InverseSquareRootThenLinear(long totalSteps) implements Schedule {

        /** Checks the range. */
        public InverseSquareRootThenLinear {
            Refusal.require(totalSteps > 0, "totalSteps must be at least 1, got %d", totalSteps);
        }

        @Override
        public double at(long step) {
            double turn = totalSteps * 0.9;
            if (step < turn) {
                return inverseSquareRoot((double) step);
            }
            return inverseSquareRoot(turn) * Math.max(0, 1 - (step - turn) / (totalSteps - turn));
        }

        private static double inverseSquareRoot(double step) {
            return Math.min(1e-2, 1 / Math.sqrt(step));
        }
    }
}
