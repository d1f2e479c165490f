package dev.cloze.run;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import dev.cloze.data.source.Source;
import dev.cloze.task.Data;
import dev.cloze.task.Task;
import java.util.List;

/** What is measured on held-out text while training. */
public record Evaluating(
        @Doc("Held-out text; without any, nothing is measured.")
        List<Source> sources,

        @Doc("Held-out tasks, such as pairs.") List<Task> tasks,

        @Doc(value = "Measured every so often, before the first step and at the end.", unit = "steps")
        long every,

        @Doc(value = "Batches that the loss is measured on; always the same.", unit = "batches")
        int batches,

        @Doc(
                value =
                        "Words of held-out texts that the model writes every time, each where it was cut out; 0 for none.",
                unit = "gaps")
        int spans,

        @Doc(value = "Filled gaps shown in the report every time.", unit = "texts")
        int samples,

        @Doc(value = "Examples of each task that its metrics are told of; 0 for all.", unit = "examples")
        long examples,

        @Doc("Languages of these texts, one each; without any, the texts that come first.")
        List<String> sampleLanguages) {

    /** Nothing is measured. */
    public static final Evaluating NONE = new Evaluating(List.of(), List.of(), 1000, 16, 200, 5, 0, List.of());

    /** Held-out sources are measured every so many steps, before the first and at the end. */
    public static Evaluating on(List<Source> sources, long every) {
        return new Evaluating(sources, List.of(), every, NONE.batches, NONE.spans, NONE.samples, 0, List.of());
    }

    /** Checks the ranges. */
    public Evaluating {
        Refusal.require(every > 0, "every must be at least 1, got %d", every);
        Refusal.require(batches > 0, "batches must be at least 1, got %d", batches);
        Refusal.require(spans >= 0, "spans must be 0 or more, got %d", spans);
        Refusal.require(examples >= 0, "examples must be 0 or more, got %d", examples);
        Rule.said("sampleLanguages", sampleLanguages);
        Refusal.require(samples >= 0, "samples must be 0 or more, got %d", samples);
    }

    /** Whether there is held-out text. */
    public boolean hasText() {
        return !sources.isEmpty() || !tasks.isEmpty();
    }

    /** All of it as tasks. */
    public List<Task> all() {
        return Data.all(sources, tasks);
    }
}
