package dev.cloze.batch;

import dev.cloze.Refusal;
import dev.cloze.objective.Lengths;

/**
 * The rectangle that examples are put into.
 *
 * @param rows rows of a batch
 * @param lengths most tokens of an example, and of a row
 * @param packing how examples come into rows
 * @param padToMultiple without packing a batch is as wide as its longest example needs, in multiples of this
 */
public record BatchShape(int rows, Lengths lengths, Packing packing, int padToMultiple) {

    /** Checks that the numbers are positive. */
    public BatchShape {
        Refusal.require(rows > 0, "rows must be at least 1, got %d", rows);
        Refusal.require(padToMultiple > 0, "pad-to-multiple must be at least 1, got %d", padToMultiple);
    }

    /** Rows of several examples each, cut to fit. */
    public static BatchShape packed(int rows, Lengths lengths) {
        return new BatchShape(rows, lengths, Packing.FITTED, 1);
    }

    /** Rows of one example each, those of a batch of similar length. */
    public static BatchShape padded(int rows, Lengths lengths) {
        return new BatchShape(rows, lengths, Packing.NONE, 1);
    }

    /** Whether a row may hold several examples. */
    public boolean packs() {
        return packing != Packing.NONE;
    }
}
