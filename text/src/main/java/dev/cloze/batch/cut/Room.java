package dev.cloze.batch.cut;

import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;

/**
 * Room in a row.
 *
 * @param inputs tokens that can still be read
 * @param targets tokens that can still be written
 * @param row the row when it is empty
 */
record Room(int inputs, int targets, Lengths row) {

    static Room of(Lengths row) {
        return new Room(row.inputs(), row.targets(), row);
    }

    boolean isWhole() {
        return inputs == row.inputs() && targets == row.targets();
    }

    Room without(Lengths example) {
        return new Room(inputs - example.inputs(), targets - example.targets(), row);
    }

    Room without(Example example) {
        return new Room(
                inputs - example.inputs().size(), targets - example.targets().size(), row);
    }

    /** Room for one of so many examples. */
    Room part(int parts) {
        return new Room(inputs / parts, targets / parts, row);
    }

    /** Whether a larger share of a row's inputs is free than of its targets. */
    boolean hasMoreInputs() {
        return (long) inputs * row.targets() > (long) targets * row.inputs();
    }

    /** The room on both sides, each counted as a share of a row. */
    long size() {
        return (long) inputs * row.targets() + (long) targets * row.inputs();
    }
}
