package dev.cloze.model;

import dev.cloze.nn.RowAdapters;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The places of a running batch: which of them an item has, at which column it began, and how many tokens it may have. All
 * write at the same column.
 */
final class Slots {

    private boolean[] taken;
    private int[] starts; // columns
    private int[] limits; // tokens
    private int[] adapters;

    Slots(int count) {
        this.taken = new boolean[count];
        this.starts = new int[count];
        this.limits = new int[count];
        this.adapters = new int[count];
        Arrays.fill(adapters, RowAdapters.NONE);
    }

    int count() {
        return taken.length;
    }

    /** The first {@code count} free ones, or fewer if there are not as many. */
    int[] free(int count) {
        return IntStream.range(0, taken.length)
                .filter(slot -> !taken[slot])
                .limit(count)
                .toArray();
    }

    boolean anyTaken() {
        return taken().findAny().isPresent();
    }

    private IntStream taken() {
        return IntStream.range(0, taken.length).filter(slot -> taken[slot]);
    }

    void take(int slot, int start, int limit, int adapter) {
        taken[slot] = true;
        starts[slot] = start;
        limits[slot] = limit;
        adapters[slot] = adapter;
    }

    void release(int slot) {
        taken[slot] = false;
    }

    void grow(int count) {
        taken = Arrays.copyOf(taken, count);
        starts = Arrays.copyOf(starts, count);
        limits = Arrays.copyOf(limits, count);
        adapters = Arrays.copyOf(adapters, count);
    }

    /** Only these go on, in that order. */
    void keep(int[] slots) {
        boolean[] still = new boolean[slots.length];
        for (int i = 0; i < slots.length; i++) {
            still[i] = taken[slots[i]];
        }
        taken = still;
        starts = Arrays.stream(slots).map(slot -> starts[slot]).toArray();
        limits = Arrays.stream(slots).map(slot -> limits[slot]).toArray();
        adapters = Arrays.stream(slots).map(slot -> adapters[slot]).toArray();
    }

    /** All columns have moved by so many. */
    void shift(int columns) {
        Arrays.setAll(starts, slot -> starts[slot] + columns);
    }

    /** The column at which the first began that is there; {@code column} if there is none. */
    int earliest(int column) {
        return taken().map(slot -> starts[slot]).min().orElse(column);
    }

    /** Whether all began at the same column. */
    boolean together() {
        return taken().map(slot -> starts[slot]).distinct().count() <= 1;
    }

    /** The columns at which they began; free ones see as far as the others do. */
    int[] starts(int column) {
        int earliest = earliest(column);
        return IntStream.range(0, taken.length)
                .map(slot -> taken[slot] ? starts[slot] : earliest)
                .toArray();
    }

    /** What the items use; free ones what the first does that is there. */
    int[] adapters() {
        int usual = taken().map(slot -> adapters[slot]).findFirst().orElse(RowAdapters.NONE);
        return IntStream.range(0, taken.length)
                .map(slot -> taken[slot] ? adapters[slot] : usual)
                .toArray();
    }

    /** The column at which the item of {@code slot} began. */
    int start(int slot) {
        return starts[slot];
    }

    private int length(int slot, int column) {
        return column - starts[slot];
    }

    /** Stops where an item has no room for {@code count} more tokens. */
    void require(int column, int count) {
        taken().filter(slot -> length(slot, column) + count > limits[slot])
                .findFirst()
                .ifPresent(slot -> {
                    throw new IllegalStateException("no room for %d tokens after %d of %d"
                            .formatted(count, length(slot, column), limits[slot]));
                });
    }
}
