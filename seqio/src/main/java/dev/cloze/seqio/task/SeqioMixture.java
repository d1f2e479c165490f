package dev.cloze.seqio.task;

import dev.cloze.Refusal;
import dev.cloze.data.stream.Rate;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Request;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.seqio.dataset.DatasetRandom;
import dev.cloze.seqio.dataset.SampledDataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A seqio {@code Mixture}: each element comes from a task drawn by its rate. Mixtures nest; a task that several paths lead
 * to is one task, and its rates add up.
 *
 * @param name its name
 * @param tasks tasks with rates
 * @param mixtures mixtures with rates
 * @param stopsWithTheFirst whether the end of one task is the end of the mixture
 */
public record SeqioMixture(String name, List<RatedTask> tasks, List<RatedMixture> mixtures, boolean stopsWithTheFirst) {

    /**
     * A task of a mixture.
     *
     * @param task the task
     * @param rate how often it is drawn
     */
    public record RatedTask(SeqioTask task, Rate rate) {

        double value() {
            return rate.of(task.source().examples());
        }
    }

    /**
     * A mixture in a mixture.
     *
     * @param mixture the mixture
     * @param rate how often it is drawn
     */
    public record RatedMixture(SeqioMixture mixture, double rate) {}

    /** Takes unmodifiable copies. */
    public SeqioMixture {
        tasks = List.copyOf(tasks);
        mixtures = List.copyOf(mixtures);
        Refusal.require(!tasks.isEmpty() || !mixtures.isEmpty(), "mixture %s has no task", name);
    }

    /** The mixture's elements, with output features only. */
    public Dataset<Features> open(Request request) {
        List<SeqioTask> all = all();
        List<Dataset<Features>> parts = new ArrayList<>();
        for (SeqioTask task : all) {
            parts.add(task.open(request).map(element -> element.only(task.outputFeatures()::containsKey)));
        }
        double[] rates = all.stream().mapToDouble(this::rate).toArray();
        return SampledDataset.of(parts, rates, DatasetRandom.of(request.seed()), stopsWithTheFirst);
    }

    /** All tasks by name, those of nested mixtures too. */
    public List<SeqioTask> all() {
        Set<SeqioTask> all = new LinkedHashSet<>();
        tasks.forEach(rated -> all.add(rated.task()));
        mixtures.forEach(rated -> all.addAll(rated.mixture().all()));
        return all.stream().sorted(Comparator.comparing(SeqioTask::name)).toList();
    }

    /** How often a task is drawn, over all paths to it. */
    public double rate(SeqioTask task) {
        double rate = 0;
        for (RatedMixture rated : mixtures) {
            if (rated.mixture().all().contains(task)) {
                rate += rated.rate()
                        * rated.mixture().rate(task)
                        / rated.mixture().total();
            }
        }
        for (RatedTask rated : tasks) {
            rate += rated.task().equals(task) ? rated.value() : 0;
        }
        return rate;
    }

    private double total() {
        return tasks.stream().mapToDouble(RatedTask::value).sum()
                + mixtures.stream().mapToDouble(RatedMixture::rate).sum();
    }
}
