package dev.cloze.batch.load;

import dev.cloze.batch.BatchShape;
import dev.cloze.objective.Objective;
import dev.cloze.text.Tokenizer;

/**
 * What {@link DataLoader} makes of text, whatever the text is.
 *
 * @param tokenizer turns text into tokens
 * @param objective what tasks learn that say nothing else
 * @param shape the batches' rectangle
 * @param seed what order, masks and noise come from
 */
public record LoaderSettings(Tokenizer tokenizer, Objective objective, BatchShape shape, long seed) {}
