package dev.cloze.task;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Suggestion;
import dev.cloze.data.source.Source;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The text to learn from. */
public record Data(
        @Doc("Where text comes from. Each source is a task without steps that learns the run's objective.")
        List<Source> sources,

        @Doc("Tasks: sources with steps, and with what is learnt from them.")
        List<Task> tasks,

        @Doc("What is drawn how often. Without any, each source and task is drawn at a rate by alpha.")
        List<Drawn> mixture,

        @Doc("A folder that 'cloze prepare' fills and training then reads, instead of the sources themselves.")
        List<Path> prepared,

        @Doc(
                "Whether prepared documents are used only if their sources are there and are the same. false trains without them.")
        boolean checkSources,

        @Doc("A source is drawn at a rate of its number of documents to this power: 1 in proportion, 0 all alike.")
        double alpha,

        @Doc(value = "Shuffled in blocks of so many.", unit = "documents")
        int shuffle,

        @Doc("How documents of a language meet: one after the other, with an end of sequence between, or never.")
        Joining joining) {

    /** Sources, drawn in proportion to their documents, shuffled in blocks of ten thousand. */
    public static Data of(Source... sources) {
        return new Data(List.of(sources), List.of(), List.of(), List.of(), true, 1, 10_000, Joining.CONCATENATED);
    }

    /** Checks names and ranges. */
    public Data {
        Set<String> names = new HashSet<>();
        Stream.concat(sources.stream().map(Source::name), tasks.stream().map(Task::name))
                .forEach(name -> Refusal.require(
                        names.add(name), "sources and tasks must have names of their own, got '%s' twice", name));
        Refusal.require(!names.isEmpty(), "sources must name at least one source");
        checkNames(mixture, names);
        Refusal.require(
                tasks.stream().allMatch(task -> task.metrics().isEmpty()),
                "metrics are told of held-out tasks: they belong into evaluate.tasks");
        Refusal.require(prepared.size() <= 1, "prepared must be one folder, got %d", prepared.size());
        Refusal.require(0 <= alpha && alpha <= 1, "alpha must be in [0, 1], got %s", alpha);
        Refusal.require(shuffle >= 1, "shuffle must be at least 1, got %d", shuffle);
    }

    private static void checkNames(List<Drawn> parts, Set<String> known) {
        for (Drawn part : parts) {
            if (part instanceof Drawn.Mixture inner) {
                checkNames(inner.parts(), known);
            } else if (part instanceof Drawn.Named task) {
                Refusal.require(
                        known.contains(task.name()),
                        "mixture names '%s', which is no source or task%s",
                        task.name(),
                        Suggestion.of(task.name(), known));
            }
        }
    }

    /** All of it as tasks. */
    public List<Task> all() {
        return all(sources, tasks);
    }

    /** Sources and tasks as tasks. */
    public static List<Task> all(List<Source> sources, List<Task> tasks) {
        Stream<Task> plain = sources.stream().map(Task::of);
        return Stream.concat(plain, tasks.stream()).toList();
    }
}
