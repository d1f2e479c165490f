package dev.cloze.batch.cut;

import dev.cloze.Seed;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.Omissions;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.task.Learning;
import dev.cloze.task.Recipe;
import java.util.List;

/** Cuts documents of one recipe, none of them without tokens, into segments. Safe to use from many threads. */
interface Cutter {

    /** The segments of a group's documents. */
    Cut cut(List<TokenizedDocument> documents, Seed seed);

    /**
     * Segments.
     *
     * @param rows those that fill rows together
     * @param singles those whose rows are found by packing
     * @param omissions what could not be learnt from as the recipe says
     */
    record Cut(List<List<Segment>> rows, List<Segment> singles, Omissions omissions) {}

    /** The cutter of a recipe. */
    static Cutter of(Recipe recipe, BatchPlan plan) {
        if (recipe.learning() instanceof Learning.Denoising denoising) {
            return new DenoisingCutter(recipe.joining(), denoising.objective(), plan);
        }
        return recipe.learning() instanceof Learning.Pair ? new PairCutter(plan) : new LmAdaptationCutter(recipe, plan);
    }
}
