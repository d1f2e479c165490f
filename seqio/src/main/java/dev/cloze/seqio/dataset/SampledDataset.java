package dev.cloze.seqio.dataset;

import dev.cloze.Refusal;
import dev.cloze.data.random.StatelessSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** {@code tf.data.Dataset.sample_from_datasets}: each element comes from a data set drawn by its weight. */
public final class SampledDataset<T> implements Dataset<T> {

    private final List<Dataset<T>> parts = new ArrayList<>();
    private final double[] cumulative;
    private final DatasetRandom seeds;
    private final boolean stopsWithTheFirst;

    private SampledDataset(List<Dataset<T>> parts, double[] weights, DatasetRandom seeds, boolean stopsWithTheFirst) {
        this.seeds = seeds;
        this.stopsWithTheFirst = stopsWithTheFirst;
        List<Float> logits = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                this.parts.add(parts.get(i));
                logits.add((float) Math.log(weights[i]));
            }
        }
        cumulative = cumulative(logits);
    }

    /** Samples by weights; {@code stopsWithTheFirst}: ends when a data set that was drawn has no more, else goes on. */
    public static <T> Dataset<T> of(
            List<Dataset<T>> parts, double[] weights, DatasetRandom seeds, boolean stopsWithTheFirst) {
        Refusal.require(
                parts.size() == weights.length,
                "%d data sets need as many weights, got %d",
                parts.size(),
                weights.length);
        Refusal.require(
                Arrays.stream(weights).allMatch(w -> w >= 0)
                        && Arrays.stream(weights).sum() > 0,
                "weights must not be negative and not all 0, got %s",
                Arrays.toString(weights));
        return parts.size() == 1 ? parts.get(0) : new SampledDataset<>(parts, weights, seeds, stopsWithTheFirst);
    }

    private static double[] cumulative(List<Float> logits) {
        double largest = logits.stream().mapToDouble(Float::doubleValue).max().orElseThrow();
        double[] sums = new double[logits.size()];
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += Math.exp(logits.get(i) - largest);
            sums[i] = sum;
        }
        return sums;
    }

    @Override
    public Iterator<T> iterator() {
        return new Draws();
    }

    private final class Draws implements Iterator<T> {

        private final List<Iterator<T>> inputs =
                parts.stream().map(Dataset::iterator).toList();
        private final boolean[] ended = new boolean[inputs.size()];
        private int open = inputs.size();
        private long draws;
        private int drawn = -1;

        @Override
        public boolean hasNext() {
            while (drawn < 0 && open > 0) {
                int candidate = choice(draws++);
                if (inputs.get(candidate).hasNext()) {
                    drawn = candidate;
                } else if (stopsWithTheFirst) {
                    open = 0;
                } else if (!ended[candidate]) {
                    ended[candidate] = true;
                    open--;
                }
            }
            return drawn >= 0;
        }

        private int choice(long index) {
            StatelessSeed seed = new StatelessSeed(seeds.at(2 * index), seeds.at(2 * index + 1));
            double point = seed.uniformDouble() * cumulative[cumulative.length - 1];
            int choice = 0;
            while (choice < cumulative.length - 1 && cumulative[choice] <= point) {
                choice++;
            }
            return choice;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            T element = inputs.get(drawn).next();
            drawn = -1;
            return element;
        }
    }
}
