package dev.cloze.run;

import dev.cloze.Doc;
import dev.cloze.batch.load.BatchOrder;
import dev.cloze.batch.load.LoaderSettings;
import dev.cloze.objective.Objective;
import dev.cloze.task.Data;
import dev.cloze.text.Tokenizer;

/** What is learnt: text, and how it becomes batches. */
public record TrainingData(
        @Doc("The text to learn from.") Data data,
        @Doc("What is learnt from the text.") Objective objective,
        @Doc("How examples are put together for one step.") Batching batch,

        @Doc(
                value = "Whose order and noise batches have: one's own, or those of a reference, number for number.",
                name = "compat")
        BatchOrder order) {

    /** How a loader makes batches of it. */
    LoaderSettings settings(Tokenizer tokenizer, long seed) {
        return new LoaderSettings(tokenizer, objective, batch.shape(), seed);
    }
}
