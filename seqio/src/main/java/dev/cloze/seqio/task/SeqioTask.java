package dev.cloze.seqio.task;

import dev.cloze.seqio.Features;
import dev.cloze.seqio.OutputFeature;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.Request;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.seqio.dataset.MapSeeds;
import dev.cloze.seqio.step.TrimFeatures;
import java.util.List;
import java.util.Map;

/**
 * A seqio {@code Task}: lines, steps, and the features that models read. Its elements are the same as seqio's for the same
 * seed, shard and files.
 *
 * @param name what mixtures sort their tasks by
 * @param source the lines
 * @param preprocessors the steps, one of which may be {@link Cached}
 * @param outputFeatures the features that models read
 * @param shuffleBuffer elements that are shuffled at a time
 */
public record SeqioTask(
        String name,
        TextLineSource source,
        List<Preprocessor> preprocessors,
        Map<String, OutputFeature> outputFeatures,
        int shuffleBuffer) {

    /** Sources below this size for each shard are kept in memory, so that later epochs repeat the order of the first. */
    private static final long MOST_EXAMPLES_IN_MEMORY = 10_000;

    /** Seeds that a step before the cache is thought to need. */
    private static final long SEEDS_OF_A_STEP = 42;

    /** {@code CacheDatasetPlaceholder}: steps before it happen once, steps behind it in every epoch. */
    public enum Cached implements Preprocessor {
        /** The only one. */
        HERE;

        @Override
        public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
            return elements;
        }
    }

    /** Takes unmodifiable copies. */
    public SeqioTask {
        preprocessors = List.copyOf(preprocessors);
        outputFeatures = Map.copyOf(outputFeatures);
    }

    /** The task's elements. */
    public Dataset<Features> open(Request request) {
        int cached = preprocessors.indexOf(Cached.HERE);
        Dataset<Features> elements = source(request);
        if (cached >= 0) {
            TaskContext before = new TaskContext(Map.of(), outputFeatures, new MapSeeds.Counter(request.seed()));
            elements = Preprocessor.chain(preprocessors.subList(0, cached)).apply(elements, before);
        }
        if (request.epochs() != 1) {
            elements = request.epochs() == 0 ? elements.repeat() : elements.repeat(request.epochs());
        }
        long seed = request.seed() + (cached < 0 ? 0 : SEEDS_OF_A_STEP * cached);
        TaskContext after = new TaskContext(request.lengths(), outputFeatures, new MapSeeds.Counter(seed));
        elements = Preprocessor.chain(preprocessors.subList(cached + 1, preprocessors.size()))
                .apply(elements, after);
        if (request.trim()) {
            elements = TrimFeatures.RIGHT.apply(elements, after);
        }
        return request.shuffle() ? elements.shuffle(shuffleBuffer, request.seed()) : elements;
    }

    private Dataset<Features> source(Request request) {
        Request.Shard shard = request.shard();
        boolean byFiles = source.files().size() >= shard.count();
        Dataset<Features> elements = byFiles
                ? source.open(request, shard)
                : source.open(request, Request.Shard.ALL).shard(shard.count(), shard.index());
        boolean small = source.examples() > 0 && source.examples() < MOST_EXAMPLES_IN_MEMORY * shard.count();
        return small ? elements.cached() : elements;
    }
}
