package dev.cloze.app.config.data;

import dev.cloze.Refusal;
import dev.cloze.Doc;
import dev.cloze.eval.ChoiceLength;
import dev.cloze.eval.Classes;
import dev.cloze.eval.Correlation;
import dev.cloze.eval.Metric;
import dev.cloze.eval.QuestionAnswering;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What is told of a task's answers. */
public sealed interface MetricChoice {

    /** What is told of what a model writes; empty where it is told of what a model finds likely. */
    Optional<Metric> ofTexts();

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

    /** Equal texts. */
    @Doc("Answers that are the target, character for character, in per cent.")
    record SequenceAccuracy() implements MetricChoice {

        @Override
        public Optional<Metric> ofTexts() {
            return Optional.of(Metric.sequenceAccuracy());
        }
    }

    /** Right classes. */
    @Doc("Answers that name the right class, in per cent.")
    record Accuracy(@Doc("The texts that name the classes.") List<String> labels) implements MetricChoice {

        /** Checks the labels. */
        public Accuracy {
            checkLabels(labels, 2);
        }

        @Override
        public Optional<Metric> ofTexts() {
            return Optional.of(Metric.classes("accuracy", labels, Classes::accuracy));
        }
    }

    /** Matthews' correlation. */
    @Doc("Matthews' correlation of the classes that answers name, in per cent: GLUE's measure of CoLA.")
    record Matthews(@Doc("The texts that name the classes.") List<String> labels) implements MetricChoice {

        /** Checks the labels. */
        public Matthews {
            checkLabels(labels, 2);
        }

        @Override
        public Optional<Metric> ofTexts() {
            return Optional.of(Metric.classes("matthews_corrcoef", labels, Classes::matthews));
        }
    }

    /** F1 of two classes. */
    @Doc("F1 of the second of two classes, in per cent; an answer that names neither counts as wrong.")
    record F1(
            @Doc("The texts that name the two classes, the one to find last.")
            List<String> labels,

            @Doc("The field that groups examples, for the mean over groups; empty for one group.")
            String group)
            implements MetricChoice {

        /** Checks the labels. */
        public F1 {
            checkLabels(labels, 2);
            Refusal.require(labels.size() == 2, "labels must be two, got %d", labels.size());
        }

        @Override
        public Optional<Metric> ofTexts() {
            Metric metric = Metric.classes("f1", labels, Classes::f1);
            return Optional.of(group.isEmpty() ? metric : Metric.meanOfGroups(metric));
        }
    }

    /** F1 of several classes. */
    @Doc("The mean over the classes of the F1 of each against all others, in per cent.")
    record MeanF1(@Doc("The texts that name the classes.") List<String> labels) implements MetricChoice {

        /** Checks the labels. */
        public MeanF1 {
            checkLabels(labels, 2);
        }

        @Override
        public Optional<Metric> ofTexts() {
            String name = "mean_" + labels.size() + "class_f1";
            return Optional.of(Metric.classes(name, labels, classes -> classes.meanF1(labels.size())));
        }
    }

    /** Groups that are right. */
    @Doc("Groups of which every answer names the right class, in per cent: SuperGLUE's exact match of MultiRC.")
    record AllMatch(
            @Doc("The texts that name the classes.") List<String> labels,

            @Doc("The field that groups examples.") String group)
            implements MetricChoice {

        /** Checks the labels and the field. */
        public AllMatch {
            checkLabels(labels, 2);
            Refusal.require(!group.isEmpty(), "group must name a field");
        }

        @Override
        public Optional<Metric> ofTexts() {
            return Optional.of(Metric.meanOfGroups(Metric.classes("exact_match", labels, Classes::allMatch)));
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
            implements MetricChoice {

        /** Checks the separator. */
        public Questions {
            Refusal.require(
                    answers.isEmpty() || !separator.isEmpty(), "separator must not be empty where answers is a field");
        }

        @Override
        public Optional<Metric> ofTexts() {
            Metric metric = Metric.questions(script);
            return Optional.of(group.isEmpty() ? metric : Metric.firstOfGroup(metric));
        }
    }

    /** Pearson's correlation. */
    @Doc(
            "Pearson's correlation of the numbers that answers name, in per cent; an answer that is no number counts as -1.")
    record Pearson() implements MetricChoice {

        @Override
        public Optional<Metric> ofTexts() {
            return Optional.of(Metric.numbers("pearson_corrcoef", Correlation::pearson));
        }
    }

    /** Spearman's correlation. */
    @Doc(
            "Spearman's correlation of the numbers that answers name, in per cent; an answer that is no number counts as -1.")
    record Spearman() implements MetricChoice {

        @Override
        public Optional<Metric> ofTexts() {
            return Optional.of(Metric.numbers("spearman_corrcoef", Correlation::spearman));
        }
    }

    /** Words to change. */
    @Doc("Words to insert, delete or replace until the answer is the target: least, most, mean, median and sum.")
    record EditDistance(@Doc("Whether case does not count.") boolean lower) implements MetricChoice {

        @Override
        public Optional<Metric> ofTexts() {
            return Optional.of(Metric.edits(lower));
        }
    }

    /** The likeliest choice. */
    @Doc(
            "The share of examples whose target is what the model finds likeliest of some choices, in per cent, and F1 of equal ones.")
    record RankClassification(
            @Doc("The choices where all examples have the same; empty where a field says them.")
            List<String> choices,

            @Doc("The field that holds an example's choices.")
            String field,

            @Doc("What stands between them.") String separator,

            @Doc("What a log-likelihood is divided by: whole by nothing, else by that length.")
            ChoiceLength per)
            implements MetricChoice {

        /** Checks where the choices are. */
        public RankClassification {
            Refusal.require(
                    choices.isEmpty() != field.isEmpty(),
                    "either choices or field must be said, got %d choices and field '%s'",
                    choices.size(),
                    field);
            if (field.isEmpty()) {
                checkLabels(choices, 2);
            }
            Refusal.require(
                    field.isEmpty() || !separator.isEmpty(),
                    "separator must not be empty where a field has the choices");
        }

        @Override
        public Optional<Metric> ofTexts() {
            return Optional.empty();
        }
    }

    private static void checkLabels(List<String> labels, int least) {
        Refusal.require(
                labels.size() >= least && new HashSet<>(labels).size() == labels.size(),
                "there must be at least %d labels, no two alike, got %s",
                least,
                labels);
    }
}
