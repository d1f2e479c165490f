package dev.cloze.batch;

import dev.cloze.Seed;
import dev.cloze.objective.Objective;
import dev.cloze.task.Joining;
import dev.cloze.task.Learning;
import dev.cloze.task.Recipe;
import dev.cloze.task.Recipes;
import dev.cloze.text.Tokenizer;
import java.util.List;

/**
 * All that decides what batches a feed makes of documents.
 *
 * @param tokenizer turns text into tokens
 * @param recipes turn tokens into examples
 * @param shape the batches' rectangle
 * @param seed decides every mask and the order of rows
 */
public record BatchPlan(Tokenizer tokenizer, Recipes recipes, BatchShape shape, Seed seed) {

    /** Characters of a group for each token of a row: a group fills hundreds of rows, so that few stay half empty. */
    private static final long CHARACTERS_PER_TOKEN = 1024;

    /** All documents alike. */
    public BatchPlan(Tokenizer tokenizer, Objective objective, Joining joining, BatchShape shape, Seed seed) {
        this(tokenizer, Recipes.alike(Recipe.of(new Learning.Denoising(objective, joining))), shape, seed);
    }

    /** Text that is read, corrupted and packed together; a position lies in one group, so resuming re-reads one. */
    public long groupCharacters() {
        return CHARACTERS_PER_TOKEN
                * (shape.lengths().inputs() + shape.lengths().targets());
    }

    /** The objectives that are learnt, the usual one first. */
    public List<Objective> objectives() {
        return recipes.all().stream()
                .map(Recipe::learning)
                .filter(Learning.Denoising.class::isInstance)
                .map(learning -> ((Learning.Denoising) learning).objective())
                .toList();
    }
}
