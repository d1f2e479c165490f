package dev.cloze.generate.search;

import dev.cloze.text.Tokens;
import java.util.List;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Tensor;

/**
 * A model in the middle of writing a batch of rows. Items are inputs, each in a slot; every one has the same number of rows,
 * side by side.
 */
public interface Session extends AutoCloseable {

    /** Reads one more token a row; {@code [rows, vocab]} in float32, in the caller's scope, which the caller may change. */
    Tensor next(int[] ids);

    /** Rows go on from the rows that {@code rows} names, of the same item. */
    void reorder(int[] rows);

    /** Reads more inputs, each with room for {@code length} new tokens; the slots that they get. */
    int[] join(List<Input> inputs, int length);

    /** The item of that slot is over; its rows are written in vain until another takes the slot. */
    void release(int slot);

    /** Only these slots go on, numbered anew in that order. */
    void keep(int[] slots);

    /** Slots, free ones included. */
    int slots();

    @Override
    void close();

    /**
     * What an item reads.
     *
     * @param text its tokens
     * @param adapter the number of the adapter that it uses; empty for the model's usual one
     */
    record Input(Tokens text, OptionalInt adapter) {}

    /** Begins sessions. */
    interface Factory {

        /** A session with these inputs in its slots, in order, each with room for {@code length} new tokens. */
        Session start(List<Input> inputs, int length);
    }
}
