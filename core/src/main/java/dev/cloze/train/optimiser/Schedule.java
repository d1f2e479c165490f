package dev.cloze.train.optimiser;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Rule;

/**
 * The learning rate of every step. A step is the number of updates made before it, so the first update is step 0.
 * Warm-up rises in a straight line from 0 and ends with the full rate at step {@code warmupSteps}. {@code totalSteps} of 0
 * are those of the training that the schedule is used in.
 */
public sealed interface Schedule
        permits Schedule.Constant,
                Schedule.InverseSquareRoot,
                Schedule.Linear,
                Schedule.Cosine,
                Schedule.CosineRestarts,
                Schedule.Polynomial,
                Schedule.WarmupStableDecay,
                Schedule.HalfWarmupCosine,
                Schedule.InverseSquareRootThenLinear,
                T5xSchedule {

    /** The learning rate of the update that follows {@code step} others, in a training of {@code steps}. */
    double at(long step, long steps);

    // A training made short ends inside its warm-up.
    private static long end(long totalSteps, long steps, long warmupSteps) {
        return totalSteps > 0 ? totalSteps : Math.max(Math.max(steps, warmupSteps), 1);
    }

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
                totalSteps == 0 || totalSteps >= Math.max(1, warmupSteps),
                "totalSteps must be 0 or at least warmupSteps (%d), got %d",
                warmupSteps,
                totalSteps);
    }

    /**
     * The same rate throughout, after the warm-up.
     *
     * @param rate the learning rate
     * @param warmupSteps steps of warm-up
     */
    @Doc("The same rate throughout, after the warm-up.")
    record Constant(
            @Doc("The learning rate.") double rate,
            @Doc(value = "Rise from 0.", unit = "steps") long warmupSteps) implements Schedule {

        /** Checks the ranges. */
        public Constant {
            check(rate, warmupSteps);
        }

        @Override
        public double at(long step, long steps) {
            return step < warmupSteps ? rate * warmup(step, warmupSteps) : rate;
        }
    }

    /**
     * Falls in a straight line to 0 at {@code totalSteps}.
     *
     * @param rate the highest learning rate
     * @param warmupSteps steps of warm-up
     * @param totalSteps the step at which the rate reaches 0; 0 for the last
     */
    @Doc("Falls in a straight line to 0.")
    record Linear(
            @Doc("The highest learning rate.") double rate,
            @Doc(value = "Rise from 0.", unit = "steps") long warmupSteps,

            @Doc(value = "The step at which 0 is reached; 0 for the last of the training.", unit = "steps")
            long totalSteps)
            implements Schedule {

        /** Checks the ranges. */
        public Linear {
            check(rate, warmupSteps, totalSteps);
        }

        @Override
        public double at(long step, long steps) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            return rate * Math.max(0, 1 - progress(step, warmupSteps, end(totalSteps, steps, warmupSteps)));
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
    @Doc("Falls along a cosine.")
    record Cosine(
            @Doc("The highest learning rate.") double rate,
            @Doc(value = "Rise from 0.", unit = "steps") long warmupSteps,

            @Doc(value = "The step at which the cosine ends; 0 for the last of the training.", unit = "steps")
            long totalSteps,

            @Doc("Waves between warm-up and end; 0.5 falls once.")
            double cycles,

            @Doc("The lowest learning rate.") double finalRate)
            implements Schedule {

        /** Checks the ranges. */
        public Cosine {
            check(rate, warmupSteps, totalSteps);
            Rule.notNegative("cycles", cycles);
            Rule.notNegative("finalRate", finalRate);
        }

        @Override
        public double at(long step, long steps) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            double progress = progress(step, warmupSteps, end(totalSteps, steps, warmupSteps));
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
    @Doc("Falls along a cosine to 0 and starts again, several times (Loshchilov and Hutter 2017).")
    record CosineRestarts(
            @Doc("The highest learning rate.") double rate,
            @Doc(value = "Rise from 0.", unit = "steps") long warmupSteps,

            @Doc(value = "The step at which the last cosine ends; 0 for the last of the training.", unit = "steps")
            long totalSteps,

            @Doc("Number of cosines.") double cycles)
            implements Schedule {

        /** Checks the ranges. */
        public CosineRestarts {
            check(rate, warmupSteps, totalSteps);
            Rule.notNegative("cycles", cycles);
        }

        @Override
        public double at(long step, long steps) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            double progress = progress(step, warmupSteps, end(totalSteps, steps, warmupSteps));
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
    @Doc("Falls as a power of the part that is left.")
    record Polynomial(
            @Doc("The highest learning rate.") double rate,
            @Doc(value = "Rise from 0.", unit = "steps") long warmupSteps,

            @Doc(value = "The step at which final-rate is reached; 0 for the last of the training.", unit = "steps")
            long totalSteps,

            @Doc("1 is a straight line.") double power,
            @Doc("The learning rate from then on.") double finalRate)
            implements Schedule {

        /** Checks the ranges. */
        public Polynomial {
            check(rate, warmupSteps, totalSteps);
            Rule.notNegative("power", power);
            Rule.notNegative("finalRate", finalRate);
        }

        @Override
        public double at(long step, long steps) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            double left = Math.max(0, 1 - progress(step, warmupSteps, end(totalSteps, steps, warmupSteps)));
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
    @Doc("Falls with the square root of the step (Raffel et al. 2020, §3.1.2).")
    record InverseSquareRoot(
            @Doc("The learning rate at the end of the warm-up.")
            double rate,

            @Doc(value = "Rise from 0.", unit = "steps") long warmupSteps,

            @Doc(
                    value =
                            "After so many, counted from the end of the warm-up, the rate has fallen to 1/√2; 0 takes warmup-steps, or 10,000 without a warm-up.",
                    unit = "steps")
            long timescale)
            implements Schedule {

        /** Checks the ranges. */
        public InverseSquareRoot {
            check(rate, warmupSteps);
            Refusal.require(timescale >= 0, "timescale must be 0 or more, got %d", timescale);
        }

        @Override
        public double at(long step, long steps) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            long scale = timescale > 0 ? timescale : warmupSteps > 0 ? warmupSteps : 10_000;
            return rate / Math.sqrt((double) (step + scale - warmupSteps) / scale);
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
    @Doc("Stays at its height and falls only at the end.")
    record WarmupStableDecay(
            @Doc("The highest learning rate.") double rate,
            @Doc(value = "Rise from 0.", unit = "steps") long warmupSteps,

            @Doc(value = "Length of the fall.", unit = "steps")
            long decaySteps,

            @Doc(value = "The step at which the fall ends; 0 for the last of the training.", unit = "steps")
            long totalSteps,

            @Doc("The form of the fall.") Decay decay,
            @Doc("The learning rate from then on.") double finalRate)
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
            Rule.notNegative("finalRate", finalRate);
            long most = totalSteps == 0 ? Long.MAX_VALUE : totalSteps - warmupSteps;
            Refusal.require(
                    decaySteps >= 0 && decaySteps <= most, "decaySteps must be in 0..%d, got %d", most, decaySteps);
        }

        @Override
        public double at(long step, long steps) {
            if (step < warmupSteps) {
                return rate * warmup(step, warmupSteps);
            }
            long end = end(totalSteps, steps, warmupSteps);
            long begin = Math.max(warmupSteps, end - decaySteps);
            if (step < begin) {
                return rate;
            }
            double progress = Math.min(1, progress(step, begin, end));
            return step >= end ? finalRate : finalRate + (rate - finalRate) * left(progress);
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
     * Rises from half the rate to the whole, then falls along half a cosine (nanoT5's {@code cosine}).
     *
     * @param rate the highest learning rate
     * @param warmupSteps steps of the rise
     * @param totalSteps the step at which the cosine ends
     * @param finalRate the rate there
     */
    @Doc("Rises from half the rate to the whole, then falls along half a cosine (nanoT5's cosine).")
    record HalfWarmupCosine(
            @Doc("The highest learning rate.") double rate,

            @Doc(value = "Rise from half the rate.", unit = "steps")
            long warmupSteps,

            @Doc(value = "The step at which the cosine ends; 0 for the last of the training.", unit = "steps")
            long totalSteps,

            @Doc("The learning rate there.") double finalRate)
            implements Schedule {

        /** Checks the ranges. */
        public HalfWarmupCosine {
            check(rate, warmupSteps, totalSteps);
            Rule.notNegative("finalRate", finalRate);
        }

        @Override
        public double at(long step, long steps) {
            if (step < warmupSteps) {
                return rate * (0.5 + 0.5 * warmup(step, warmupSteps));
            }
            double progress = Math.min(1, progress(step, warmupSteps, end(totalSteps, steps, warmupSteps)));
            return finalRate + (rate - finalRate) * 0.5 * (1 + Math.cos(Math.PI * progress));
        }
    }

    /**
     * One over the square root of the step, at most 0.01, for nine tenths of the steps; then straight to 0 (nanoT5's
     * {@code legacy}).
     *
     * @param totalSteps the step at which 0 is reached
     */
    @Doc(
            "One over the square root of the step, at most 0.01, for nine tenths of the steps; then straight to 0 (nanoT5's legacy).")
    record InverseSquareRootThenLinear(
            @Doc(value = "The step at which 0 is reached; 0 for the last of the training.", unit = "steps")
            long totalSteps)
            implements Schedule {

        /** Checks the range. */
        public InverseSquareRootThenLinear {
            Refusal.require(totalSteps >= 0, "totalSteps must be 0 or more, got %d", totalSteps);
        }

        @Override
        public double at(long step, long steps) {
            long end = end(totalSteps, steps, 0);
            double turn = end * 0.9;
            if (step < turn) {
                return inverseSquareRoot((double) step);
            }
            return inverseSquareRoot(turn) * Math.max(0, 1 - (step - turn) / (end - turn));
        }

        private static double inverseSquareRoot(double step) {
            return Math.min(1e-2, 1 / Math.sqrt(step));
        }
    }
}
