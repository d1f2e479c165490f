package dev.cloze.data.step;

/** A set of 128-bit digests, two numbers in a table that doubles: 16 bytes a place, at most three quarters of them taken. */
final class DigestSet {

    /** Most digests of a set. */
    static final int MOST = 400_000_000;

    private static final int FIRST = 1 << 10;

    private long[] table = new long[2 * FIRST];
    private long size;

    long size() {
        return size;
    }

    /** Adds a digest; false where it is there already. */
    boolean add(long high, long low) {
        // Two zeros mark a free place; their own digest, should it ever come, goes by another one.
        long kept = high == 0 && low == 0 ? 1 : low;
        int place = place(table, high, kept);
        if (isTaken(table, place)) {
            return false;
        }
        put(table, place, high, kept);
        size++;
        if (8 * size > 3L * table.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] larger = new long[2 * table.length];
        for (int i = 0; i < table.length; i += 2) {
            if (isTaken(table, i)) {
                put(larger, place(larger, table[i], table[i + 1]), table[i], table[i + 1]);
            }
        }
        table = larger;
    }

    /** Where a digest is, or the free place where it belongs. */
    private static int place(long[] table, long high, long low) {
        int mask = table.length - 1;
        int place = (int) (high << 1) & mask;
        while (isTaken(table, place) && (table[place] != high || table[place + 1] != low)) {
            place = (place + 2) & mask;
        }
        return place;
    }

    private static boolean isTaken(long[] table, int place) {
        return table[place] != 0 || table[place + 1] != 0;
    }

    private static void put(long[] table, int place, long high, long low) {
        table[place] = high;
        table[place + 1] = low;
    }
}
