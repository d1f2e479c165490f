package dev.cloze.task.metric;

import java.util.List;

/** Shares as they are reported. */
final class Percent {

    static final double ALL = 100;

    private Percent() {}

    /** The mean in per cent; of nothing it is no number. */
    static double mean(List<Double> values) {
        return ALL * values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** {@code 2tp / (2tp + fp + fn)}, the harmonic mean of precision and recall; 0 of nothing. */
    static double f1(double truePositives, double falsePositives, double falseNegatives) {
        double all = 2 * truePositives + falsePositives + falseNegatives;
        return all == 0 ? 0 : 2 * truePositives / all;
    }
}
