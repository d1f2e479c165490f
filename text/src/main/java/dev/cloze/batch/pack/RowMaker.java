package dev.cloze.batch.pack;

import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.Packing;
import dev.cloze.batch.cut.CutSegments;
import dev.cloze.batch.cut.DocumentGroup;
import dev.cloze.batch.cut.Segment;
import dev.cloze.batch.cut.SegmentCutter;
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
        CutSegments segments = cutter.cut(group);
        return new RowGroup(
                group.number(),
                group.start(),
                group.end(),
                rows(segments, group.number()),
                new RowGroup.Account(group.documents().size(), segments.source(), segments.omissions()));
    }

    private List<Row> rows(CutSegments segments, long number) {
        List<Example> singles =
                segments.singles().stream().map(Segment::example).toList();
        if (!plan.shape().packs()) {
            return singles.stream().map(example -> new Row(List.of(example))).toList();
        }
        List<Row> rows = new ArrayList<>();
        segments.rows().forEach(row -> rows.add(row(row)));
        rows.addAll(BestFit.pack(singles, plan.shape().lengths()));
        List<Row> shuffled = new ArrayList<>(plan.shape().packing() == Packing.JOINED ? joined(rows) : rows);
        Collections.shuffle(
                shuffled, new Random(plan.seed().split("rows").at(number).value()));
        return shuffled;
    }

    private List<Row> joined(List<Row> rows) {
        RowJoiner joiner = new RowJoiner(plan.tokenizer().vocabulary());
        return rows.stream().flatMap(row -> joiner.join(row).stream()).toList();
    }

    private static Row row(List<Segment> segments) {
        return new Row(segments.stream().map(Segment::example).toList());
    }
}
