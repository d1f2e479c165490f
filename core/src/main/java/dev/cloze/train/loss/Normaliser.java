package dev.cloze.train.loss;

import dev.cloze.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the summed loss of a micro-batch is divided by. The loss of a step is the sum over its micro-batches; the names of
 * T5X's {@code LOSS_NORMALIZING_FACTOR} are given in brackets. Each is one word in a run file, its {@code toString}.
 */
public sealed interface Normaliser {

    /** Reads a word or a number. */
    static Normaliser parse(String text) {
        List<Normaliser> named = List.of(
                new StepTokens(), new MeanOfMeans(), new Sum(), new RealTokens(), new TotalTokens(), new Sequences());
        String words = named.stream().map(Normaliser::toString).collect(Collectors.joining(", "));
        return named.stream()
                .filter(normaliser -> normaliser.toString().equals(text))
                .findFirst()
                .orElseGet(() -> {
                    Refusal.require(
                            text.matches("[1-9][0-9]{0,15}"), "must be one of %s or a number, got '%s'", words, text);
                    return new Constant(Double.parseDouble(text));
                });
    }

    /**
     * The divisor of one micro-batch.
     *
     * @param micro its targets
     * @param step the targets of the whole step
     */
    double divisor(LossTargets micro, StepTotals step);

    /** Whether every example weighs the same, however many tokens it has. */
    default boolean perSequence() {
        return false;
    }

    /**
     * What the micro-batches of one step have together.
     *
     * @param microBatches how many there are
     * @param tokens their targets
     */
    record StepTotals(int microBatches, long tokens) {}

    /** All targets of the step: every token of a step counts the same, however it was cut into micro-batches. */
    record StepTokens() implements Normaliser {
        @Override
        public double divisor(LossTargets micro, StepTotals step) {
            return Math.max(1, step.tokens());
        }

        @Override
        public String toString() {
            return "tokens";
        }
    }

    /** The micro-batch's targets, times the number of micro-batches: the mean of the micro-batches' means, as torch loops do. */
    record MeanOfMeans() implements Normaliser {
        @Override
        public double divisor(LossTargets micro, StepTotals step) {
            return (double) Math.max(1, micro.count()) * step.microBatches();
        }

        @Override
        public String toString() {
            return "mean-of-means";
        }
    }

    /** Nothing: the plain sum (None). */
    record Sum() implements Normaliser {
        @Override
        public double divisor(LossTargets micro, StepTotals step) {
            return 1;
        }

        @Override
        public String toString() {
            return "sum";
        }
    }

    /**
     * The same number always, such as 2048·114 (a number).
     *
     * @param by the divisor
     */
    record Constant(double by) implements Normaliser {

        /** Checks the divisor. */
        public Constant {
            Refusal.require(by > 0, "by must be more than 0, got %s", by);
        }

        @Override
        public double divisor(LossTargets micro, StepTotals step) {
            return by;
        }

        @Override
        public String toString() {
            return by == Math.rint(by) ? Long.toString((long) by) : Double.toString(by);
        }
    }

    /** The micro-batch's targets (NUM_REAL_TARGET_TOKENS). */
    record RealTokens() implements Normaliser {
        @Override
        public double divisor(LossTargets micro, StepTotals step) {
            return Math.max(1, micro.count());
        }

        @Override
        public String toString() {
            return "real-tokens";
        }
    }

    /** The micro-batch's places for targets, padding included (NUM_TOTAL_TARGET_TOKENS). */
    record TotalTokens() implements Normaliser {
        @Override
        public double divisor(LossTargets micro, StepTotals step) {
            return micro.places();
        }

        @Override
        public String toString() {
            return "total-tokens";
        }
    }

    /** The micro-batch's examples, each weighing the same (AVERAGE_PER_SEQUENCE). */
    record Sequences() implements Normaliser {
        @Override
        public double divisor(LossTargets micro, StepTotals step) {
            return Math.max(1, micro.sequences());
        }

        @Override
        public boolean perSequence() {
            return true;
        }

        @Override
        public String toString() {
            return "sequences";
        }
    }
}
