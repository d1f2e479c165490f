package dev.cloze.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** What is told of answers: one number or several, each with a name. */
@FunctionalInterface
public interface Metric {

    /** The numbers. */
    Map<String, Double> of(List<Answered> answers);

    /** Answers that are the target, character for character: seqio's and T5's sequence accuracy. */
    static Metric sequenceAccuracy() {
        return answers -> Map.of(
                "sequence_accuracy",
                Percent.mean(answers.stream()
                        .map(answer -> answer.prediction().equals(answer.target()) ? 1.0 : 0.0)
                        .toList()));
    }

    /** A number of texts that each name a class; the class of a text is its place among the labels, -1 for none. */
    static Metric classes(String name, List<String> labels, ToDoubleFunction<Classes> number) {
        return answers -> Map.of(
                name,
                number.applyAsDouble(new Classes(
                        answers.stream()
                                .map(answer -> labels.indexOf(answer.target()))
                                .toList(),
                        answers.stream()
                                .map(answer -> labels.indexOf(answer.prediction()))
                                .toList())));
    }

    /** A number of the numbers that texts name; a prediction that names none stands for -1, as T5 has it. */
    static Metric numbers(String name, ToDoubleBiFunction<List<Double>, List<Double>> number) {
        return answers -> Map.of(
                name,
                number.applyAsDouble(
                        answers.stream().map(answer -> number(answer.target())).toList(),
                        answers.stream()
                                .map(answer -> number(answer.prediction()))
                                .toList()));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** How many words must be changed. */
    static Metric edits(boolean lower) {
        return answers -> EditDistance.of(
                answers.stream().map(Answered::target).toList(),
                answers.stream().map(Answered::prediction).toList(),
                lower);
    }

    /** Answers to questions. */
    static Metric questions(QuestionAnswering kind) {
        return answers -> kind.of(
                answers.stream().map(Answered::references).toList(),
                answers.stream().map(Answered::prediction).toList());
    }

    /** The first answer of each group alone. */
    static Metric firstOfGroup(Metric metric) {
        return answers -> metric.of(
                grouped(answers).values().stream().map(group -> group.get(0)).toList());
    }

    /** The mean over the groups. */
    static Metric meanOfGroups(Metric metric) {
        return answers -> {
            Map<String, List<Double>> numbers = new LinkedHashMap<>();
            for (List<Answered> group : grouped(answers).values()) {
                metric.of(group)
                        .forEach((name, number) -> numbers.computeIfAbsent(name, n -> new ArrayList<>())
                                .add(number));
            }
            Map<String, Double> means = new LinkedHashMap<>();
            numbers.forEach((name, all) -> means.put(name, Percent.mean(all) / Percent.ALL));
            return means;
        };
    }

    private static Map<String, List<Answered>> grouped(List<Answered> answers) {
        Map<String, List<Answered>> groups = new LinkedHashMap<>();
        answers.forEach(answer -> groups.computeIfAbsent(answer.group(), group -> new ArrayList<>())
                .add(answer));
        return groups;
    }
}
