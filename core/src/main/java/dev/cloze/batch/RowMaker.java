package dev.cloze.batch;

import dev.cloze.objective.Example;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes a group of documents into rows: tokens, segments, examples, rows. Safe to use from many threads. */
final class RowMaker {

    private final BatchPlan plan;
    private final SegmentCutter cutter;

    RowMaker(BatchPlan plan) {
        this.plan = plan;
        this.cutter = new SegmentCutter(plan);
    }

    RowGroup make(DocumentGroup group) {
        Segments segments = cutter.cut(group);
        List<Example> examples = new ArrayList<>(segments.segments().size());
        for (Segment segment : segments.segments()) {
            examples.add(segment.example());
        }
        return new RowGroup(
                group.number(),
                group.start(),
                group.end(),
                rows(examples, group.number()),
                new RowGroup.Account(group.documents().size(), segments.source(), segments.skipped()));
    }

    private List<Row> rows(List<Example> examples, long number) {
        if (!plan.shape().pack()) {
            return examples.stream().map(example -> new Row(List.of(example))).toList();
        }
        List<Row> rows = new ArrayList<>(BestFit.pack(examples, plan.shape().lengths()));
        Collections.shuffle(
                rows, new Random(plan.seed().split("rows").at(number).value()));
        return rows;
    }
}
