package dev.cloze.task;

import dev.cloze.Doc;
import dev.cloze.Rule;
import dev.cloze.objective.Objective;

/** What is learnt from a task's documents, and so how their tokens become examples. */
@Doc(name = "learn", value = "What is learnt from a task.")
public sealed interface Learning permits Learning.OfRun, Learning.Denoising, Learning.Pair, Learning.LmAdaptation {

    /** What all tasks of a run learn that say nothing else. */
    @Doc(name = "run", value = "What the run says: its objective and data.joining.")
    record OfRun() implements Learning {}

    /** A text is learnt from by itself. */
    @Doc(name = "objective", value = "An objective of the task's own.")
    record Denoising(
            @Doc("What is learnt from the text.") Objective objective,
            @Doc("How documents of a language meet.") Joining joining)
            implements Learning {}

    /**
     * A record says what to read and what to write. Each text ends with an end-of-sequence token; what is longer than a row
     * is cut off before it, and counted.
     */
    @Doc("Reads one field and writes another; each ends with an end of sequence. What is longer than a row is cut off.")
    record Pair(
            @Doc("The field that is read.") String inputs,
            @Doc("The field that is written.") String targets) implements Learning {

        /** Checks the names. */
        public Pair {
            Rule.said("inputs", inputs);
            Rule.said("targets", targets);
        }
    }

    /**
     * T5's LM adaptation (Lester et al. 2021, §3.1; Raffel et al. 2020's prefix language model): runs of as many tokens as
     * the targets hold, read up to a random place and written from there on. Two runs share a row, the one's rest beside the
     * other's, so that neither side has padding.
     */
    @Doc(
            "T5's LM adaptation: runs of batch.targets tokens, read up to a random place and written from there; two fill a row.")
    record LmAdaptation() implements Learning {}
}
