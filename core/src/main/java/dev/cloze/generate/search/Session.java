package dev.cloze.generate.search;

import org.bytedeco.pytorch.Tensor;

/** A model in the middle of writing a batch of rows. Items are inputs; each has the same number of rows, side by side. */
public interface Session extends AutoCloseable {

    /** Reads one more token a row; {@code [rows, vocab]} in float32, in the caller's scope, which the caller may change. */
    Tensor next(int[] ids);

    /** Rows go on from the rows that {@code rows} names, of the same item. */
    void reorder(int[] rows);

    /** Only these items go on. */
    void keep(int[] items);

    @Override
    void close();

    /**
     * Whether finished ones are to leave a batch now that {@code open} of {@code all} go on: those that stay are copied, which
     * costs more than a few rows in vain.
     */
    static boolean worthLeaving(int open, int all) {
        return 4 * (all - open) >= all;
    }
}
