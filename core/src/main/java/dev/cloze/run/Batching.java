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

    private static final int MOST = 1 << 24;
    private static final long MOST_TOKENS = 1L << 30;

    /** The rectangle of a batch. */
    public BatchShape shape() {
        return new BatchShape(rows, new Lengths(inputs, targets), packing, padToMultiple);
    }

    /** Rows of several examples each, cut to fit. */
    public static Batching packed(int rows, int inputs, int targets) {
        return new Batching(rows, inputs, targets, Packing.FITTED, 1, 1);
    }

    /** Checks the ranges, and that a batch's ids fit into an array. */
    public Batching {
        count("rows", rows, 1);
        count("inputs", inputs, 2);
        count("targets", targets, 2);
        count("pad-to-multiple", padToMultiple, 1);
        count("accumulate", accumulate, 1);
        long tokens = (long) rows * Math.max(inputs, targets);
        Refusal.require(
                tokens <= MOST_TOKENS, "rows times tokens a row must be at most %d, got %d", MOST_TOKENS, tokens);
    }

    private static void count(String name, int value, int least) {
        Refusal.require(value >= least, "%s must be at least %d, got %d", name, least, value);
        Refusal.require(value <= MOST, "%s must be at most %d, got %d", name, MOST, value);
    }
}
