package dev.cloze.batch.cut;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Omissions;
import dev.cloze.batch.Packing;
import dev.cloze.batch.Skipped;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.objective.Denoiser;
import dev.cloze.objective.Denoisers;
import dev.cloze.objective.Example;
import dev.cloze.objective.Objective;
import dev.cloze.task.Joining;
import java.util.ArrayList;
import java.util.List;

/** Joins documents and cuts them into segments: each as long as its denoiser can take, or cut to fit rows. */
final class DenoisingCutter implements Cutter {

    private final DocumentJoiner joiner;
    private final Denoisers denoisers;
    private final BatchShape shape;
    private final boolean fits;

    DenoisingCutter(Joining joining, Objective objective, BatchPlan plan) {
        this.denoisers = objective.prepare(plan.tokenizer(), plan.shape().lengths());
        boolean whole = denoisers.all().stream().anyMatch(Denoiser::needsWholeRows);
        Refusal.require(
                !whole || !plan.shape().packs(),
                "batch.packing must be none with %s, got %s",
                objective.name(),
                plan.shape().packing());
        boolean separate = joining == Joining.SEPARATED || denoisers.separateDocuments();
        this.joiner = new DocumentJoiner(joining == Joining.ALONE, separate, plan.tokenizer());
        this.shape = plan.shape();
        this.fits = shape.packing() == Packing.FITTED && joining != Joining.ALONE;
    }

    @Override
    public Cut cut(List<TokenizedDocument> documents, Seed seed) {
        List<TokenRun> runs = joiner.join(documents);
        List<List<Segment>> rows = fits ? new RowFitter(denoisers, shape.lengths(), seed).rows(runs) : List.of();
        List<Segment> singles = fits ? List.of() : longest(runs, seed);
        Omissions.Counting overflowing = new Omissions.Counting();
        rows.forEach(row -> count(row, overflowing));
        count(singles, overflowing);
        return new Cut(rows, singles, DocumentJoiner.leftOver(runs).plus(overflowing.all()));
    }

    private static void count(List<Segment> segments, Omissions.Counting overflowing) {
        for (Segment segment : segments) {
            if (segment.example().overflows()) {
                Example.Label label = segment.example().label();
                overflowing.add(new Omissions.Origin(label.source(), label.language()), Skipped.ofOverflowing(1));
            }
        }
    }

    private List<Segment> longest(List<TokenRun> runs, Seed seed) {
        List<Segment> segments = new ArrayList<>();
        for (TokenRun run : runs) {
            while (run.lasts()) {
                Seed own = seed.at(segments.size());
                Draw draw = Draw.of(denoisers.draw(own), own, shape.lengths());
                segments.add(draw.segment(run, draw.alone()));
            }
        }
        return segments;
    }
}
