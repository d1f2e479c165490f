package dev.cloze.batch.cut;

import dev.cloze.Seed;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.Omissions;
import dev.cloze.batch.Skipped;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.step.TokenStep;
import dev.cloze.task.Reading;
import dev.cloze.task.Recipe;
import dev.cloze.task.Recipes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the documents of a group into segments, each task's by its own recipe. */
public final class SegmentCutter {

    private final Reading reading;
    private final Recipes recipes;
    private final List<Recipe> all;
    private final List<Cutter> cutters;
    private final int eosId;
    private final Seed seed;

    public SegmentCutter(BatchPlan plan) {
        this.recipes = plan.recipes();
        this.reading = new Reading(plan.tokenizer(), recipes);
        this.all = recipes.all();
        this.cutters = all.stream().map(recipe -> Cutter.of(recipe, plan)).toList();
        this.eosId = plan.tokenizer().vocabulary().eosId();
        this.seed = plan.seed();
    }

    /** The segments of a group: recipe by recipe, those with rows of their own first. */
    public CutSegments cut(DocumentGroup group) {
        Seed own = seed.split("examples").at(group.number());
        List<List<TokenizedDocument>> byRecipe = new ArrayList<>();
        all.forEach(recipe -> byRecipe.add(new ArrayList<>()));
        Map<Integer, Integer> indices = new HashMap<>();
        Omissions.Counting empty = new Omissions.Counting();
        String source = "";
        Seed pieces = seed.split("pieces").at(group.number());
        for (int i = 0; i < group.documents().size(); i++) {
            TokenizedDocument document = reading.tokens(group.documents().get(i), pieces.at(i));
            source = document.source();
            if (document.tokens().isEmpty() && document.targets().isEmpty()) {
                empty.add(new Omissions.Origin(source, document.language()), Skipped.ofEmptyDocuments(1));
            } else {
                byRecipe.get(indices.computeIfAbsent(document.task(), task -> all.indexOf(recipes.of(task))))
                        .add(document);
            }
        }
        return segments(byRecipe, own, source, empty.all());
    }

    private CutSegments segments(List<List<TokenizedDocument>> byRecipe, Seed own, String source, Omissions empty) {
        List<List<Segment>> rows = new ArrayList<>();
        List<Segment> singles = new ArrayList<>();
        Omissions omissions = empty;
        for (int i = 0; i < all.size(); i++) {
            // The usual recipe's examples do not depend on whether there are others.
            Seed ofRecipe = i == 0 ? own : own.split("recipe").at(i);
            Cutter.Cut cut = cutters.get(i).cut(stepped(byRecipe.get(i), all.get(i), ofRecipe), ofRecipe);
            rows.addAll(cut.rows());
            singles.addAll(cut.singles());
            omissions = omissions.plus(cut.omissions());
        }
        return new CutSegments(rows, singles, source, omissions);
    }

    private List<TokenizedDocument> stepped(List<TokenizedDocument> documents, Recipe recipe, Seed ofRecipe) {
        List<TokenizedDocument> changed = documents;
        for (int i = 0; i < recipe.steps().size(); i++) {
            TokenStep step = recipe.steps().get(i);
            changed = step.apply(changed, eosId, ofRecipe.split("step").at(i));
        }
        return changed;
    }
}
