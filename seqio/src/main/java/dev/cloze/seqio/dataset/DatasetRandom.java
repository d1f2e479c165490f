package dev.cloze.seqio.dataset;

import dev.cloze.data.random.Philox;

/**
 * {@code tf.data.Dataset.random}: an endless stream of unsigned 32-bit numbers. Element {@code i} is a function of the seed
 * and {@code i} alone.
 */
public final class DatasetRandom {

    /** The graph-level seed that TensorFlow takes where none is set. */
    public static final long DEFAULT_GRAPH_SEED = 87654321;

    private static final long SEED_MODULUS = Integer.MAX_VALUE;

    private final Philox stream;

    private DatasetRandom(long graphSeed, long seed) {
        stream = new Philox(graphSeed, seed);
    }

    /** The stream of {@code Dataset.random(seed)}. */
    public static DatasetRandom of(long seed) {
        return of(DEFAULT_GRAPH_SEED, seed);
    }

    /** The stream of {@code Dataset.random(seed)} after {@code tf.random.set_seed(graphSeed)}. */
    public static DatasetRandom of(long graphSeed, long seed) {
        return new DatasetRandom(graphSeed, Math.floorMod(seed, SEED_MODULUS));
    }

    /** The stream of one iteration of a data set that draws anew each time, such as {@code shuffle}. */
    public DatasetRandom iteration(long index) {
        return new DatasetRandom(at(2 * index), at(2 * index + 1));
    }

    /** Element {@code index}, from 0 to 2³² - 1. */
    public long at(long index) {
        return Integer.toUnsignedLong(stream.at(index));
    }
}
