package dev.cloze.batch;

import dev.cloze.Seed;
import dev.cloze.objective.Denoisers;
import java.util.ArrayList;
import java.util.List;

/** Joins the documents of a group and cuts them into segments: each as long as its denoiser can take, or cut to fit rows. */
final class SegmentCutter {

    private final DocumentJoiner joiner;
    private final Denoisers denoisers;
    private final BatchShape shape;
    private final boolean fits;
    private final Seed seed;

    SegmentCutter(BatchPlan plan) {
        this.joiner = new DocumentJoiner(plan);
        this.denoisers = plan.denoisers();
        this.shape = plan.shape();
        this.fits = plan.fits();
        this.seed = plan.seed();
    }

    /** The segments of a group: run by run. */
    Segments cut(DocumentGroup group) {
        Seed own = seed.split("examples").at(group.number());
        DocumentJoiner.Joined joined = joiner.join(group);
        List<List<Segment>> rows =
                fits ? new RowFitter(denoisers, shape.lengths(), own).rows(joined.runs()) : longest(joined.runs(), own);
        long single = joined.runs().stream().mapToLong(Run::left).sum();
        long capped =
                rows.stream().flatMap(List::stream).filter(Segment::capped).count();
        return new Segments(rows, joined.source(), new Skipped(joined.emptyDocuments(), single, capped));
    }

    private List<List<Segment>> longest(List<Run> runs, Seed groupSeed) {
        List<List<Segment>> segments = new ArrayList<>();
        for (Run run : runs) {
            while (run.lasts()) {
                Seed own = groupSeed.at(segments.size());
                Draw draw = Draw.of(denoisers.draw(own), own, shape.lengths());
                segments.add(List.of(draw.segment(run, draw.alone())));
            }
        }
        return segments;
    }
}
