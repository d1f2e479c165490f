package dev.cloze.generate;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Small lists of places. */
final class Indices {

    private Indices() {}

    static int[] upTo(int end) {
        return IntStream.range(0, end).toArray();
    }

    /** The first place where it holds, {@code end} if there is none. */
    static int first(int end, IntPredicate holds) {
        return IntStream.range(0, end).filter(holds).findFirst().orElse(end);
    }

    static int[] where(int end, IntPredicate holds) {
        return IntStream.range(0, end).filter(holds).toArray();
    }
}
