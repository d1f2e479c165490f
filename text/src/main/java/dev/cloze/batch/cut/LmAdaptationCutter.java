package dev.cloze.batch.cut;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.Omissions;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.objective.Denoisers;
import dev.cloze.objective.Example;
import dev.cloze.task.Joining;
import dev.cloze.task.Recipe;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts runs two at a time and splits the second where the first leaves room.
 *
 * <pre>
 * runs of 8    a b c d e f g h      i j k l m n o p      split at 2
 * inputs       a b | i j k l m n
 * targets      c d e f g h | o p
 * </pre>
 */
final class LmAdaptationCutter implements Cutter {

    private static final String LABEL = "LM adaptation";

    private final DocumentJoiner joiner;
    private final int length;
    private final boolean packs;

    LmAdaptationCutter(Recipe recipe, BatchPlan plan) {
        joiner = new DocumentJoiner(recipe.joining() == Joining.ALONE, true, plan.tokenizer());
        length = plan.shape().lengths().targets();
        packs = plan.shape().packs();
        Refusal.require(
                length == plan.shape().lengths().inputs(),
                "LM adaptation needs batch.inputs and batch.targets to be the same, got %d and %d",
                plan.shape().lengths().inputs(),
                length);
    }

    @Override
    public Cut cut(List<TokenizedDocument> documents, Seed seed) {
        List<TokenRun> runs = joiner.join(documents);
        List<List<Segment>> rows = new ArrayList<>();
        for (TokenRun run : runs) {
            while (run.lasts()) {
                rows.add(row(run, 1 + seed.at(rows.size()).random().nextInt(length - 1)));
            }
        }
        Omissions left = DocumentJoiner.leftOver(runs);
        return packs
                ? new Cut(rows, List.of(), left)
                : new Cut(List.of(), rows.stream().flatMap(List::stream).toList(), left);
    }

    private List<Segment> row(TokenRun run, int split) {
        List<Segment> row = new ArrayList<>();
        row.add(segment(run, split));
        if (run.left() >= Denoisers.FEWEST_TOKENS) {
            row.add(segment(run, length - split));
        }
        return row;
    }

    /** A run that is too short for its split is split before its last token. */
    private Segment segment(TokenRun run, int split) {
        Tokens tokens = run.cut(length);
        int at = Math.min(split, tokens.size() - 1);
        Example example = new Example(
                tokens.slice(0, at),
                tokens.slice(at, tokens.size()),
                new Example.Label(run.language(), LABEL, run.source(), run.task()));
        return new Segment(tokens, example);
    }
}
