package dev.cloze.batch;

import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What could not be learnt from as the recipe says, by where it came from.
 *
 * @param byOrigin counts above 0
 */
public record Omissions(SortedMap<Origin, Skipped> byOrigin) {

    /** Nothing. */
    public static final Omissions NONE = new Omissions(Collections.emptySortedMap());

    /** Takes an unmodifiable copy. */
    public Omissions {
        byOrigin = Collections.unmodifiableSortedMap(new TreeMap<>(byOrigin));
    }

    /**
     * Where documents came from.
     *
     * @param source the source or task
     * @param language the language's code
     */
    public record Origin(String source, String language) implements Comparable<Origin> {

        @Override
        public int compareTo(Origin other) {
            return Comparator.comparing(Origin::source)
                    .thenComparing(Origin::language)
                    .compare(this, other);
        }
    }

    /** Counts one after the other. */
    public static final class Counting {

        private final SortedMap<Origin, Skipped> counts = new TreeMap<>();

        /** Adds what was skipped of one origin, if anything. */
        public Counting add(Origin origin, Skipped skipped) {
            if (skipped.sum() > 0) {
                counts.merge(origin, skipped, Skipped::plus);
            }
            return this;
        }

        /** All that was added. */
        public Omissions all() {
            return counts.isEmpty() ? NONE : new Omissions(counts);
        }
    }

    /** What was skipped of one origin. */
    public static Omissions of(Origin origin, Skipped skipped) {
        return new Counting().add(origin, skipped).all();
    }

    /** All of it together. */
    public Skipped total() {
        return byOrigin.values().stream().reduce(Skipped.NONE, Skipped::plus);
    }

    /** Both together. */
    public Omissions plus(Omissions other) {
        if (other.byOrigin.isEmpty()) {
            return this;
        }
        SortedMap<Origin, Skipped> both = new TreeMap<>(byOrigin);
        other.byOrigin.forEach((origin, skipped) -> both.merge(origin, skipped, Skipped::plus));
        return new Omissions(both);
    }
}
