package dev.cloze.task.metric;

import dev.cloze.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How two rows of numbers go together, in per cent; no number where one of them never varies. */
public final class Correlation {

    private Correlation() {}

    /** Pearson's coefficient. */
    public static double pearson(List<Double> x, List<Double> y) {
        Refusal.require(x.size() == y.size(), "both must be as many, got %d and %d", x.size(), y.size());
        double meanX = mean(x);
        double meanY = mean(y);
        double both = 0;
        double squaresX = 0;
        double squaresY = 0;
        for (int i = 0; i < x.size(); i++) {
            double dx = x.get(i) - meanX;
            double dy = y.get(i) - meanY;
            both += dx * dy;
            squaresX += dx * dx;
            squaresY += dy * dy;
        }
        if (isConstant(x) || isConstant(y)) {
            return Double.NaN;
        }
        double coefficient = both / (Math.sqrt(squaresX) * Math.sqrt(squaresY));
        return Percent.ALL * Math.max(-1, Math.min(1, coefficient));
    }

    /** Spearman's coefficient: Pearson's of the ranks, equal numbers sharing the mean of theirs. */
    public static double spearman(List<Double> x, List<Double> y) {
        return pearson(ranks(x), ranks(y));
    }

    private static boolean isConstant(List<Double> values) {
        return values.stream().distinct().count() < 2;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static List<Double> ranks(List<Double> values) {
        List<Integer> order = IntStream.range(0, values.size())
                .boxed()
                .sorted(Comparator.comparing(values::get))
                .toList();
        Double[] ranks = new Double[values.size()];
        int from = 0;
        while (from < order.size()) {
            int to = from + 1;
            while (to < order.size() && values.get(order.get(to)).equals(values.get(order.get(from)))) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order.get(i)] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return List.of(ranks);
    }
}
