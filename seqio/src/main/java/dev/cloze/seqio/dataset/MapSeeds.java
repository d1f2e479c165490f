package dev.cloze.seqio.dataset;

import dev.cloze.data.random.StatelessSeed;
import java.util.ArrayList;
import java.util.List;

/**
 * The seeds that seqio's {@code map_over_dataset} hands to a preprocessor, {@code perElement} for each element. Each of
 * their halves is a {@link DatasetRandom} of its own.
 */
public final class MapSeeds {

    private final List<DatasetRandom> halves;

    private MapSeeds(List<DatasetRandom> halves) {
        this.halves = halves;
    }

    /** Seeds of element {@code index}. */
    public List<StatelessSeed> at(long index) {
        List<StatelessSeed> seeds = new ArrayList<>(halves.size() / 2);
        for (int i = 0; i < halves.size(); i += 2) {
            seeds.add(
                    new StatelessSeed(halves.get(i).at(index), halves.get(i + 1).at(index)));
        }
        return List.copyOf(seeds);
    }

    /**
     * {@code map_seed_manager}: gives each preprocessor that asks for seeds the next ones, in the order in which a task's
     * pipeline is built.
     */
    public static final class Counter {

        private long next;

        /** Begins at the task's seed. */
        public Counter(long initial) {
            next = initial;
        }

        /** The seeds of the next preprocessor. */
        public MapSeeds take(int perElement) {
            List<DatasetRandom> halves = new ArrayList<>(2 * perElement);
            for (int i = 0; i < 2 * perElement; i++) {
                halves.add(DatasetRandom.of(next++));
            }
            return new MapSeeds(List.copyOf(halves));
        }

        /** The number that the next seed begins with. */
        public long next() {
            return next;
        }
    }
}
