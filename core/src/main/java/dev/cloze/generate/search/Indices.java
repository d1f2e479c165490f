package dev.cloze.generate.search;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Small lists of places. */
final class Indices {

    private Indices() {}

    static int[] upTo(int end) {
        return IntStream.range(0, end).toArray();
    }

    static int[] where(int end, IntPredicate holds) {
        return IntStream.range(0, end).filter(holds).toArray();
    }
}
