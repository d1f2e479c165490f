package dev.cloze.run;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Packing;
import dev.cloze.objective.Lengths;

/** How examples are put together for one step. */
public record Batching(
        @Doc("Rows computed at once.") int rows,

        @Doc(value = "Most tokens a row reads, end of sequence included.", unit = "tokens")
        int inputs,

        @Doc(value = "Most tokens a row writes, end of sequence included.", unit = "tokens")
        int targets,

        @Doc(
                "How examples come into rows, kept apart by masks: cut to fit, so that both sides are full; as long as each can be, packed by best fit; these, the examples of a row joined into one, each of which sees the others, as in FlashT5; or one a row, batches of similar lengths padded.")
        Packing packing,

        @Doc(value = "One a row, batches are as wide as a multiple of this.", unit = "tokens")
        int padToMultiple,

        @Doc("Batches whose gradients are added up before one update.")
        int accumulate) {

    /** The rectangle of a batch. */
    public BatchShape shape() {
        return new BatchShape(rows, new Lengths(inputs, targets), packing, padToMultiple);
    }

    /** Rows of several examples each, cut to fit. */
    public static Batching packed(int rows, int inputs, int targets) {
        return new Batching(rows, inputs, targets, Packing.FITTED, 1, 1);
    }

    /** Checks the ranges. */
    public Batching {
        Refusal.require(rows > 0, "rows must be at least 1, got %d", rows);
        Refusal.require(inputs > 1, "inputs must be at least 2, got %d", inputs);
        Refusal.require(targets > 1, "targets must be at least 2, got %d", targets);
        Refusal.require(padToMultiple > 0, "pad-to-multiple must be at least 1, got %d", padToMultiple);
        Refusal.require(accumulate > 0, "accumulate must be at least 1, got %d", accumulate);
    }
}
