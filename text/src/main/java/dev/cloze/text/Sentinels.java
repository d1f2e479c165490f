package dev.cloze.text;

import java.util.Arrays;

/**
 * The gap markers of a vocabulary: {@code <extra_id_0>} first. T5 counts down from the last id ({@code <extra_id_0>} is
 * 32099 of 32100), other vocabularies hold them elsewhere, so they are listed one by one.
 */
public final class Sentinels {

    private final int[] ids;

    private Sentinels(int[] ids) {
        this.ids = ids;
    }

    /** The sentinels with these ids, {@code <extra_id_0>} first. */
    public static Sentinels of(int... ids) {
        return new Sentinels(ids.clone());
    }

    /** {@code count} sentinels counting down from {@code first}, as T5 lays them out. */
    public static Sentinels descendingFrom(int first, int count) {
        int[] ids = new int[count];
        Arrays.setAll(ids, i -> first - i);
        return new Sentinels(ids);
    }

    /** How many there are: the most gaps one example can have. */
    public int count() {
        return ids.length;
    }

    /** The id of {@code <extra_id_n>}. */
    public int id(int n) {
        return ids[n];
    }

    /** The {@code n} of {@code <extra_id_n>} for an id, or -1 if the id is no sentinel. */
    public int indexOf(int id) {
        for (int n = 0; n < ids.length; n++) {
            if (ids[n] == id) {
                return n;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sentinels sentinels && Arrays.equals(ids, sentinels.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
