package dev.cloze.app.config.train;

import dev.cloze.Doc;
import dev.cloze.train.optimiser.Schedule;

/** The learning rate of every step. */
public sealed interface ScheduleChoice {

    /** The schedule of a run of so many steps. */
    Schedule schedule(long steps);

    /** Always the same. */
    @Doc("The same rate throughout, after the warm-up.")
    record Constant(
            @Doc("The learning rate.") double rate,
            @Doc(value = "Rise from 0.", unit = "steps") long warmupSteps) implements ScheduleChoice {

        @Override
        public Schedule schedule(long steps) {
            return new Schedule.Constant(rate, warmupSteps);
        }
    }

    /** T5's. */
    @Doc("Falls with the square root of the step (Raffel et al. 2020, §3.1.2).")
    record InverseSquareRoot(
            @Doc("The learning rate at the end of the warm-up.")
            double rate,

            @Doc(value = "Rise from 0.", unit = "steps") long warmupSteps)
            implements ScheduleChoice {

        @Override
        public Schedule schedule(long steps) {
            return new Schedule.InverseSquareRoot(rate, warmupSteps, 0);
        }
    }

    /** A straight line. */
    @Doc("Falls in a straight line to 0 at the last step.")
    record Linear(
            @Doc("The highest learning rate.") double rate,
            @Doc(value = "Rise from 0.", unit = "steps") long warmupSteps)
            implements ScheduleChoice {

        @Override
        public Schedule schedule(long steps) {
            return new Schedule.Linear(rate, warmupSteps, end(steps, warmupSteps));
        }
    }

    /** Half a cosine. */
    @Doc("Falls along half a cosine until the last step.")
    record Cosine(
            @Doc("The highest learning rate.") double rate,
            @Doc(value = "Rise from 0.", unit = "steps") long warmupSteps,
            @Doc("The learning rate of the last step.") double finalRate)
            implements ScheduleChoice {

        @Override
        public Schedule schedule(long steps) {
            return new Schedule.Cosine(rate, warmupSteps, end(steps, warmupSteps), 0.5, finalRate);
        }
    }

    // A run made short with --set train.steps ends inside its warm-up.
    private static long end(long steps, long warmupSteps) {
        return Math.max(Math.max(steps, warmupSteps), 1);
    }
}
