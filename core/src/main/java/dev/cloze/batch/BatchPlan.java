package dev.cloze.batch;

import dev.cloze.Seed;
import dev.cloze.objective.Denoisers;
import dev.cloze.objective.Objective;
import dev.cloze.text.Tokenizer;

/**
 * All that decides what batches a feed makes of documents.
 *
 * @param tokenizer turns text into tokens
 * @param objective turns tokens into examples
 * @param joining how documents meet
 * @param shape the batches' rectangle
 * @param seed decides every mask and the order of rows
 */
public record BatchPlan(Tokenizer tokenizer, Objective objective, Joining joining, BatchShape shape, Seed seed) {

    /** Characters of a group for each token of a row: a group fills hundreds of rows, so that few stay half empty. */
    private static final long CHARACTERS_PER_TOKEN = 1024;

    /** Text that is read, corrupted and packed together; a position lies in one group, so resuming re-reads one. */
    long groupCharacters() {
        return CHARACTERS_PER_TOKEN
                * (shape.lengths().inputs() + shape.lengths().targets());
    }

    /** Whether segments are cut to fit rows. */
    boolean fits() {
        return shape.packing() == Packing.FITTED && joining != Joining.ALONE;
    }

    Denoisers denoisers() {
        return objective.prepare(tokenizer, shape.lengths());
    }
}
