package dev.cloze.batch.load;

import dev.cloze.batch.BatchShape;
import dev.cloze.objective.Objective;
import dev.cloze.text.Tokenizer;
import java.util.List;

/**
 * What {@link DataLoader} makes of text, whatever the text is.
 *
 * @param tokenizer turns text into tokens
 * @param objective what tasks learn that say nothing else
 * @param shape the batches' rectangle
 * @param seed what order, masks and noise come from
 * @param tasks names of tasks in the order of the indices that rows say; those of a loader that are not named count on
 */
public record LoaderSettings(
        Tokenizer tokenizer, Objective objective, BatchShape shape, long seed, List<String> tasks) {

    /** Takes an unmodifiable copy. */
    public LoaderSettings {
        tasks = List.copyOf(tasks);
    }

    /** Settings of a loader whose tasks count in their own order. */
    public LoaderSettings(Tokenizer tokenizer, Objective objective, BatchShape shape, long seed) {
        this(tokenizer, objective, shape, seed, List.of());
    }

    /** These, with the indices of tasks settled by their names. */
    public LoaderSettings counting(List<String> names) {
        return new LoaderSettings(tokenizer, objective, shape, seed, names);
    }
}
