package dev.cloze.batch;

import java.util.Arrays;

/** A rectangle of ids: {@code [rows, columns]}, row after row. */
public final class IdMatrix {

    private final int rows;
    private final int columns;
    private final int[] ids;

    private IdMatrix(int rows, int columns, int[] ids) {
        this.rows = rows;
        this.columns = columns;
        this.ids = ids;
    }

    /** A rectangle over {@code ids}, which the caller must not change afterwards. */
    public static IdMatrix over(int rows, int columns, int[] ids) {
        if (ids.length != Math.multiplyExact(rows, columns)) {
            throw new IllegalArgumentException("%d ids for [%d, %d]".formatted(ids.length, rows, columns));
        }
        return new IdMatrix(rows, columns, ids);
    }

    /** Some of its rows, in that order. */
    IdMatrix select(int[] chosen) {
        int[] selected = new int[chosen.length * columns];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(ids, chosen[i] * columns, selected, i * columns, columns);
        }
        return over(chosen.length, columns, selected);
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of columns. */
    public int columns() {
        return columns;
    }

    /** The id at a place. */
    public int at(int row, int column) {
        return ids[row * columns + column];
    }

    /** The ids themselves, row after row: shared, not copied, so that a batch reaches libtorch without a pass of its own. */
    public int[] shared() {
        return ids;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdMatrix matrix && columns == matrix.columns && Arrays.equals(ids, matrix.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "[%d, %d]%s".formatted(rows, columns, Arrays.toString(ids));
    }
}
