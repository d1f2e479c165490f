package dev.cloze.batch;

import dev.cloze.Refusal;
import dev.cloze.objective.Lengths;

/**
 * The rectangle that examples are put into.
 *
 * @param rows rows of a batch
 * @param lengths most tokens of an example, and of a row
 * @param pack whether a row holds as many examples as fit, rather than one
 * @param padToMultiple without packing a batch is as wide as its longest example needs, in multiples of this
 */
public record BatchShape(int rows, Lengths lengths, boolean pack, int padToMultiple) {

    /** Checks that the numbers are positive. */
    public BatchShape {
        Refusal.require(rows > 0, "rows must be at least 1, got %d", rows);
        Refusal.require(padToMultiple > 0, "pad-to-multiple must be at least 1, got %d", padToMultiple);
    }

    /** Rows of several examples each. */
    public static BatchShape packed(int rows, Lengths lengths) {
        return new BatchShape(rows, lengths, true, 1);
    }

    /** Rows of one example each, those of a batch of similar length. */
    public static BatchShape padded(int rows, Lengths lengths) {
        return new BatchShape(rows, lengths, false, 1);
    }
}
