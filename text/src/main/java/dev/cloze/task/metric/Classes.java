package dev.cloze.task.metric;

import dev.cloze.Refusal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Chosen classes beside the right ones, in per cent as scikit-learn has them. A class below 0 is an answer that is none.
 *
 * @param targets the right class of each example
 * @param predictions the class that was chosen
 * @param weights how much each example counts
 */
public record Classes(List<Integer> targets, List<Integer> predictions, List<Double> weights) {

    /** Checks the sizes. */
    public Classes {
        targets = List.copyOf(targets);
        predictions = List.copyOf(predictions);
        weights = List.copyOf(weights);
        Refusal.require(
                targets.size() == predictions.size() && targets.size() == weights.size(),
                "there must be as many answers as questions, got %d, %d and %d",
                targets.size(),
                predictions.size(),
                weights.size());
    }

    /** Examples that all count alike. */
    public Classes(List<Integer> targets, List<Integer> predictions) {
        this(targets, predictions, targets.stream().map(target -> 1.0).toList());
    }

    /** Texts that each name a class; the class of a text is its place among the labels, -1 for none. */
    static Classes named(List<String> labels, List<Answered> answers) {
        return new Classes(
                answers.stream().map(answer -> labels.indexOf(answer.target())).toList(),
                answers.stream()
                        .map(answer -> labels.indexOf(answer.prediction()))
                        .toList());
    }

    /** Names of classes, which must be as many and no two alike. */
    static List<String> distinct(String name, List<String> labels, int least) {
        Refusal.require(
                labels.size() >= least && new HashSet<>(labels).size() == labels.size(),
                "%s must be at least %d texts, no two alike, got %s",
                name,
                least,
                labels);
        return List.copyOf(labels);
    }

    /** How many are right. */
    public double accuracy() {
        double right = 0;
        double all = 0;
        for (int i = 0; i < targets.size(); i++) {
            right += targets.get(i).equals(predictions.get(i)) ? weights.get(i) : 0;
            all += weights.get(i);
        }
        return Percent.ALL * right / all;
    }

    /** Matthews' correlation of any number of classes (Gorodkin 2004); 0 where one side never varies. */
    public double matthews() {
        Map<Integer, Double> said = new HashMap<>();
        Map<Integer, Double> right = new HashMap<>();
        double hits = 0;
        double all = 0;
        for (int i = 0; i < targets.size(); i++) {
            double weight = weights.get(i);
            right.merge(targets.get(i), weight, Double::sum);
            said.merge(predictions.get(i), weight, Double::sum);
            hits += targets.get(i).equals(predictions.get(i)) ? weight : 0;
            all += weight;
        }
        double ofTargets = all * all - products(right, right);
        double ofPredictions = all * all - products(said, said);
        double both = hits * all - products(right, said);
        return ofTargets * ofPredictions == 0 ? 0 : Percent.ALL * both / Math.sqrt(ofTargets * ofPredictions);
    }

    private static double products(Map<Integer, Double> a, Map<Integer, Double> b) {
        return a.entrySet().stream()
                .mapToDouble(entry -> entry.getValue() * b.getOrDefault(entry.getKey(), 0.0))
                .sum();
    }

    /** F1 of class 1 against class 0; what is neither counts as wrong. */
    public double f1() {
        List<Integer> said = IntStream.range(0, targets.size())
                .mapToObj(
                        i -> isOneOfTwo(predictions.get(i)) ? predictions.get(i) : Integer.valueOf(1 - targets.get(i)))
                .toList();
        return Percent.ALL * new Classes(targets, said, weights).f1(1);
    }

    private static boolean isOneOfTwo(int label) {
        return label == 0 || label == 1;
    }

    /** The mean F1 of the classes below {@code count}, each against all others. */
    public double meanF1(int count) {
        return Percent.mean(IntStream.range(0, count).mapToObj(this::f1).toList());
    }

    private double f1(int label) {
        double[] counts = new double[3];
        for (int i = 0; i < targets.size(); i++) {
            boolean right = targets.get(i) == label;
            boolean said = predictions.get(i) == label;
            if (right || said) {
                counts[right && said ? 0 : said ? 1 : 2] += weights.get(i);
            }
        }
        return Percent.f1(counts[0], counts[1], counts[2]);
    }

    /** 100 if all are right, else 0. */
    public double allMatch() {
        return targets.equals(predictions) ? Percent.ALL : 0;
    }
}
