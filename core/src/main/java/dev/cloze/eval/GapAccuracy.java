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
 * @param among how many had the right words among the first {@link #ANSWERS} answers
 * @param constant how many the best constant answer gets right
 * @param constantAnswer that answer
 */
public record GapAccuracy(int gaps, long right, long among, long constant, String constantAnswer) {

    /** How many answers to a gap are looked at. */
    public static final int ANSWERS = 5;

    /** Compares what was written with what was cut out, gap by gap; {@code answers} are best first. */
    public static GapAccuracy of(List<String> truths, List<List<String>> answers) {
        long right = within(1, truths, answers);
        long among = within(ANSWERS, truths, answers);
        Map<String, Long> counts =
                truths.stream().collect(Collectors.groupingBy(truth -> truth, Collectors.counting()));
        Map.Entry<String, Long> commonest = counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElse(Map.entry("", 0L));
        return new GapAccuracy(truths.size(), right, among, commonest.getValue(), commonest.getKey());
    }

    private static long within(int first, List<String> truths, List<List<String>> answers) {
        return IntStream.range(0, truths.size())
                .filter(i -> answers.get(i).stream().limit(first).anyMatch(truths.get(i)::equals))
                .count();
    }

    /** The share of gaps that were exactly right. */
    public double accuracy() {
        return right / (double) Math.max(1, gaps);
    }

    /** The share of gaps whose words were among the first answers. */
    public double amongAccuracy() {
        return among / (double) Math.max(1, gaps);
    }

    /** The share that the best constant answer gets right. */
    public double constantAccuracy() {
        return constant / (double) Math.max(1, gaps);
    }
}
