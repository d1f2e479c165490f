package dev.cloze.task.metric;

import dev.cloze.Doc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Levenshtein's distance in words, which any single character between words separates. */
@Doc("Words to insert, delete or replace until the answer is the target: least, most, mean, median and sum.")
public record EditDistance(
        @Doc("Whether case does not count.") boolean lower) implements TextMetric {

    @Override
    public Map<String, Double> of(List<Answered> answers) {
        double[] distances = answers.stream()
                .mapToDouble(answer -> distance(words(answer.target()), words(answer.prediction())))
                .sorted()
                .toArray();
        int middle = distances.length / 2;
        double median = distances.length == 0
                ? Double.NaN
                : distances.length % 2 == 1 ? distances[middle] : (distances[middle - 1] + distances[middle]) / 2;
        double sum = IntStream.range(0, distances.length)
                .mapToDouble(i -> distances[i])
                .sum();
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("min_edit", distances.length == 0 ? Double.NaN : distances[0]);
        metrics.put("max_edit", distances.length == 0 ? Double.NaN : distances[distances.length - 1]);
        metrics.put("mean_edit", sum / distances.length);
        metrics.put("median_edit", median);
        metrics.put("sum_edit", sum);
        return metrics;
    }

    private List<String> words(String text) {
        return AnswerText.pieces(lower ? text.toLowerCase(Locale.ROOT) : text);
    }

    private static int distance(List<String> from, List<String> to) {
        int[] costs = IntStream.rangeClosed(0, to.size()).toArray();
        for (int i = 1; i <= from.size(); i++) {
            int diagonal = costs[0];
            costs[0] = i;
            for (int j = 1; j <= to.size(); j++) {
                int above = costs[j];
                int replaced = diagonal + (from.get(i - 1).equals(to.get(j - 1)) ? 0 : 1);
                costs[j] = Math.min(replaced, 1 + Math.min(above, costs[j - 1]));
                diagonal = above;
            }
        }
        return costs[to.size()];
    }
}
