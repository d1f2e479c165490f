package dev.cloze.train.optimiser;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The two sides over which a T5X second moment takes its means.
 *
 * @param rowMissing the side that the row moment has no longer: the longer one
 * @param columnMissing the side that the column moment has no longer
 */
record FactoredShape(int rowMissing, int columnMissing) {

    /** The two longest sides of {@code shape}, if both have at least {@code smallest} values. */
    static Optional<FactoredShape> ofLongest(long[] shape, long smallest) {
        if (shape.length < 2) {
            return Optional.empty();
        }
        int[] byLength = IntStream.range(0, shape.length)
                .boxed()
                .sorted((a, b) -> Long.compare(shape[a], shape[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        int longest = byLength[shape.length - 1];
        int second = byLength[shape.length - 2];
        return shape[second] < smallest ? Optional.empty() : Optional.of(new FactoredShape(longest, second));
    }

    /** The last two sides, whatever their length. */
    static FactoredShape ofLast(long[] shape) {
        return new FactoredShape(shape.length - 1, shape.length - 2);
    }

    /** {@code shape} without one side. */
    static long[] without(long[] shape, int side) {
        return IntStream.range(0, shape.length)
                .filter(i -> i != side)
                .mapToLong(i -> shape[i])
                .toArray();
    }
}
