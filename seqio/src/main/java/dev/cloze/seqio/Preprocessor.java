package dev.cloze.seqio;

import dev.cloze.data.random.StatelessSeed;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.seqio.dataset.MapSeeds;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;

/** One step of a seqio task. */
public interface Preprocessor {

    /** The data set behind this step. Seeds are taken here, not while it is read. */
    Dataset<Features> apply(Dataset<Features> elements, TaskContext context);

    /** All of the steps, one after another. */
    static Preprocessor chain(List<Preprocessor> steps) {
        return (elements, context) -> {
            Dataset<Features> changed = elements;
            for (Preprocessor step : steps) {
                changed = step.apply(changed, context);
            }
            return changed;
        };
    }

    /** {@code map_over_dataset(num_seeds=1)}: each element changed with a seed of its own. */
    static <T, U> Dataset<U> seeded(Dataset<T> elements, TaskContext context, BiFunction<T, StatelessSeed, U> change) {
        return seeded(elements, context, 1, (element, seeds) -> change.apply(element, seeds.get(0)));
    }

    /** {@code map_over_dataset(num_seeds=count)}: each element changed with seeds of its own. */
    static <T, U> Dataset<U> seeded(
            Dataset<T> elements, TaskContext context, int count, BiFunction<T, List<StatelessSeed>, U> change) {
        MapSeeds seeds = context.seeds().take(count);
        return () -> {
            Iterator<T> iterator = elements.iterator();
            return new Iterator<>() {

                private long index;

                @Override
                public boolean hasNext() {
                    return iterator.hasNext();
                }

                @Override
                public U next() {
                    return change.apply(iterator.next(), seeds.at(index++));
                }
            };
        };
    }
}
