package dev.cloze.task.metric;

import dev.cloze.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The areas under the curves that scores draw when a threshold moves through them, from 0 to 1.
 *
 * @param positive which examples are of the class
 * @param scores how much each is taken for one
 * @param weights how much each example counts
 */
public record Curves(List<Boolean> positive, List<Double> scores, List<Double> weights) {

    /** Checks the sizes. */
    public Curves {
        positive = List.copyOf(positive);
        scores = List.copyOf(scores);
        weights = List.copyOf(weights);
        Refusal.require(
                positive.size() == scores.size() && positive.size() == weights.size(),
                "there must be as many scores as examples, got %d, %d and %d",
                positive.size(),
                scores.size(),
                weights.size());
    }

    /** Under the receiver operating characteristic: how often a positive example scores above another one. */
    public double receiverOperating() {
        double area = 0;
        double positives = 0;
        double negatives = 0;
        for (double[] step : steps()) {
            area += step[0] * negatives + step[0] * step[1] / 2;
            positives += step[0];
            negatives += step[1];
        }
        // Counted from the best score down, so this is how often a negative stands above a positive.
        return 1 - area / (positives * negatives);
    }

    /** Average precision: under the curve of precision over recall, without interpolation. */
    public double precisionRecall() {
        double area = 0;
        double positives = 0;
        double all = 0;
        for (double[] step : steps()) {
            positives += step[0];
            all += step[0] + step[1];
            area += all == 0 ? 0 : step[0] * positives / all;
        }
        return positives == 0 ? 0 : area / positives;
    }

    /** The weight of positive and other examples at each score, from the highest down. */
    private Iterable<double[]> steps() {
        SortedMap<Double, double[]> steps = new TreeMap<>(Comparator.reverseOrder());
        for (int i = 0; i < scores.size(); i++) {
            double[] step = steps.computeIfAbsent(scores.get(i), score -> new double[2]);
            step[positive.get(i) ? 0 : 1] += weights.get(i);
        }
        return steps.values();
    }
}
