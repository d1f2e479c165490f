package dev.cloze.eval;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many gaps were filled with exactly the words that had been cut out.
 *
 * @param gaps how many there were
 * @param right how many were exactly right
 * @param constant how many the best constant answer gets right
 * @param constantAnswer that answer
 */
public record GapAccuracy(int gaps, long right, long constant, String constantAnswer) {

    /** Compares what was written with what was cut out, gap by gap. */
    public static GapAccuracy of(List<String> truths, List<String> fillings) {
        long right = IntStream.range(0, truths.size())
                .filter(i -> fillings.get(i).equals(truths.get(i)))
                .count();
        Map<String, Long> counts =
                truths.stream().collect(Collectors.groupingBy(truth -> truth, Collectors.counting()));
        Map.Entry<String, Long> commonest = counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElse(Map.entry("", 0L));
        return new GapAccuracy(truths.size(), right, commonest.getValue(), commonest.getKey());
    }

    /** The share of gaps that were exactly right. */
    public double accuracy() {
        return right / (double) Math.max(1, gaps);
    }

    /** The share that the best constant answer gets right. */
    public double constantAccuracy() {
        return constant / (double) Math.max(1, gaps);
    }
}
