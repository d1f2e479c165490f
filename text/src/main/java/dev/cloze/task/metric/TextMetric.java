package dev.cloze.task.metric;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/** What is told of the texts that a model writes: one number or several, each with a name. */
public sealed interface TextMetric extends Metric
        permits TextMetric.SequenceAccuracy,
                TextMetric.Accuracy,
                TextMetric.Matthews,
                TextMetric.F1,
                TextMetric.MeanF1,
                TextMetric.AllMatch,
                TextMetric.Questions,
                TextMetric.Pearson,
                TextMetric.Spearman,
                EditDistance {

    /** The numbers. */
    Map<String, Double> of(List<Answered> answers);

    /** The field that holds all right answers; empty where the target is the only one. */
    default String answers() {
        return "";
    }

    /** What stands between them. */
    default String separator() {
        return "";
    }

    /** The field that says what an example belongs to with others; empty for nothing. */
    default String group() {
        return "";
    }

    /** Equal texts: seqio's and T5's sequence accuracy. */
    @Doc("Answers that are the target, character for character, in per cent.")
    record SequenceAccuracy() implements TextMetric {

        @Override
        public Map<String, Double> of(List<Answered> answers) {
            return Map.of(
                    "sequence_accuracy",
                    Percent.mean(answers.stream()
                            .map(answer -> answer.prediction().equals(answer.target()) ? 1.0 : 0.0)
                            .toList()));
        }
    }

    /** Right classes. */
    @Doc("Answers that name the right class, in per cent.")
    record Accuracy(@Doc("The texts that name the classes.") List<String> labels) implements TextMetric {

        /** Checks the labels. */
        public Accuracy {
            labels = Classes.distinct("labels", labels, 2);
        }

        @Override
        public Map<String, Double> of(List<Answered> answers) {
            return Map.of("accuracy", Classes.named(labels, answers).accuracy());
        }
    }

    /** Matthews' correlation. */
    @Doc("Matthews' correlation of the classes that answers name, in per cent: GLUE's measure of CoLA.")
    record Matthews(@Doc("The texts that name the classes.") List<String> labels) implements TextMetric {

        /** Checks the labels. */
        public Matthews {
            labels = Classes.distinct("labels", labels, 2);
        }

        @Override
        public Map<String, Double> of(List<Answered> answers) {
            return Map.of("matthews_corrcoef", Classes.named(labels, answers).matthews());
        }
    }

    /** F1 of two classes. */
    @Doc("F1 of the second of two classes, in per cent; an answer that names neither counts as wrong.")
    record F1(
            @Doc("The texts that name the two classes, the one to find last.")
            List<String> labels,

            @Doc("The field that groups examples, for the mean over groups; empty for one group.")
            String group)
            implements TextMetric {

        /** Checks the labels. */
        public F1 {
            labels = Classes.distinct("labels", labels, 2);
            Refusal.require(labels.size() == 2, "labels must be two, got %d", labels.size());
        }

        @Override
        public Map<String, Double> of(List<Answered> answers) {
            return group.isEmpty() ? ofAll(answers) : Groups.means(answers, this::ofAll);
        }

        private Map<String, Double> ofAll(List<Answered> answers) {
            return Map.of("f1", Classes.named(labels, answers).f1());
        }
    }

    /** F1 of several classes. */
    @Doc("The mean over the classes of the F1 of each against all others, in per cent.")
    record MeanF1(@Doc("The texts that name the classes.") List<String> labels) implements TextMetric {

        /** Checks the labels. */
        public MeanF1 {
            labels = Classes.distinct("labels", labels, 2);
        }

        @Override
        public Map<String, Double> of(List<Answered> answers) {
            String name = "mean_" + labels.size() + "class_f1";
            return Map.of(name, Classes.named(labels, answers).meanF1(labels.size()));
        }
    }

    /** Groups that are right. */
    @Doc("Groups of which every answer names the right class, in per cent: SuperGLUE's exact match of MultiRC.")
    record AllMatch(
            @Doc("The texts that name the classes.") List<String> labels,

            @Doc("The field that groups examples.") String group)
            implements TextMetric {

        /** Checks the labels and the field. */
        public AllMatch {
            labels = Classes.distinct("labels", labels, 2);
            Refusal.require(!group.isEmpty(), "group must name a field");
        }

        @Override
        public Map<String, Double> of(List<Answered> answers) {
            return Groups.means(
                    answers,
                    some -> Map.of("exact_match", Classes.named(labels, some).allMatch()));
        }
    }

    /** Answers to questions. */
    @Doc(
            "Exact match and F1 of words against the best of the right answers, in per cent, as one of three scripts has them.")
    record Questions(
            @Doc("Whose form of texts.") QuestionAnswering script,

            @Doc("The field that holds all right answers; empty where the target is the only one.")
            String answers,

            @Doc("What stands between them.") String separator,

            @Doc("The field that groups examples, of which the first alone counts, as in ReCoRD; empty where all do.")
            String group)
            implements TextMetric {

        /** Checks the separator. */
        public Questions {
            Refusal.require(
                    answers.isEmpty() || !separator.isEmpty(), "separator must not be empty where answers is a field");
        }

        @Override
        public Map<String, Double> of(List<Answered> answers) {
            List<Answered> counted = group.isEmpty() ? answers : Groups.firsts(answers);
            return script.of(
                    counted.stream().map(Answered::references).toList(),
                    counted.stream().map(Answered::prediction).toList());
        }
    }

    /** Pearson's correlation. */
    @Doc(
            "Pearson's correlation of the numbers that answers name, in per cent; an answer that is no number counts as -1.")
    record Pearson() implements TextMetric {

        @Override
        public Map<String, Double> of(List<Answered> answers) {
            return Map.of("pearson_corrcoef", numbers(answers, Correlation::pearson));
        }
    }

    /** Spearman's correlation. */
    @Doc(
            "Spearman's correlation of the numbers that answers name, in per cent; an answer that is no number counts as -1.")
    record Spearman() implements TextMetric {

        @Override
        public Map<String, Double> of(List<Answered> answers) {
            return Map.of("spearman_corrcoef", numbers(answers, Correlation::spearman));
        }
    }

    private static double numbers(List<Answered> answers, ToDoubleBiFunction<List<Double>, List<Double>> coefficient) {
        return coefficient.applyAsDouble(
                answers.stream().map(answer -> number(answer.target())).toList(),
                answers.stream().map(answer -> number(answer.prediction())).toList());
    }

    /** A text that names no number stands for -1, as T5 has it. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
