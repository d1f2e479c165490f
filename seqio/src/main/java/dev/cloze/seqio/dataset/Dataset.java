package dev.cloze.seqio.dataset;

import dev.cloze.Refusal;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A {@code tf.data} data set: elements in an order that is the same as TensorFlow's for the same seeds. Each iterator is a
 * new pass; a shuffle draws anew for each pass, so a data set with a shuffle in it remembers how many passes there were.
 *
 * @param <T> what it yields
 */
@FunctionalInterface
public interface Dataset<T> extends Iterable<T> {

    /** A data set over elements in memory. */
    static <T> Dataset<T> of(List<T> elements) {
        return elements::iterator;
    }

    /** Elements one by one. */
    default Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** {@code shuffle(buffer, seed)} without a global seed, another order in each pass. */
    default Dataset<T> shuffle(int buffer, long seed) {
        return shuffle(buffer, DatasetRandom.of(seed), true);
    }

    /** {@code shuffle}; {@code anew}: another order in each pass. */
    default Dataset<T> shuffle(int buffer, DatasetRandom seeds, boolean anew) {
        Refusal.require(buffer > 0, "a shuffle buffer must hold at least 1 element, got %d", buffer);
        return new ShuffledDataset<>(this, buffer, seeds, anew);
    }

    /** The elements so many times, each time a new pass. */
    default Dataset<T> repeat(long times) {
        return () -> new RepeatIterator<>(this, times);
    }

    /** The elements for ever, each time a new pass. */
    default Dataset<T> repeat() {
        return repeat(Long.MAX_VALUE);
    }

    /** The first elements. */
    default Dataset<T> take(long count) {
        return () -> stream().limit(count).iterator();
    }

    /** Without the first elements. */
    default Dataset<T> skip(long count) {
        return () -> {
            Iterator<T> elements = iterator();
            for (long i = 0; i < count && elements.hasNext(); i++) {
                elements.next();
            }
            return elements;
        };
    }

    /** Every {@code shards}-th element, beginning with number {@code index}. */
    default Dataset<T> shard(int shards, int index) {
        Refusal.require(index >= 0 && index < shards, "a shard must be in [0, %d), got %d", shards, index);
        return () -> new ShardIterator<>(iterator(), shards, index);
    }

    /** Each element changed. */
    default <U> Dataset<U> map(Function<? super T, ? extends U> change) {
        return () -> stream().<U>map(change).iterator();
    }

    /** The elements that fit. */
    default Dataset<T> filter(Predicate<? super T> fits) {
        return () -> stream().filter(fits).iterator();
    }

    /** All elements of the data sets that the elements stand for, one data set after the other. */
    default <U> Dataset<U> flatMap(Function<? super T, Dataset<U>> expand) {
        return interleave(expand, 1, 1);
    }

    /**
     * {@code interleave}: {@code cycle} data sets are open at a time, each gives {@code block} elements before the next one's
     * turn.
     */
    default <U> Dataset<U> interleave(Function<? super T, Dataset<U>> open, int cycle, int block) {
        Refusal.require(
                cycle > 0 && block > 0, "cycle and block length must be at least 1, got %d and %d", cycle, block);
        return () -> new InterleaveIterator<>(iterator(), open, cycle, block);
    }

    /** The elements kept in memory from the first pass on, so that later passes give them in the first one's order. */
    default Dataset<T> cached() {
        return new CachedDataset<>(this);
    }
}
