package dev.cloze.batch.pack;

import dev.cloze.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Orders rows of one example each so that those of a batch have similar lengths, and batches come in any order. */
final class LengthBuckets {

    private LengthBuckets() {}

    /**
     * The rows in order.
     *
     * @param rows rows of one group
     * @param batchRows rows of a batch
     * @param pending rows of the batch that the group before began; the shortest complete it, and the shortest are left
     *     for the batch that the next group completes, so that a mixed batch is a short one
     */
    static List<Row> order(List<Row> rows, int batchRows, int pending, Seed seed) {
        List<Row> shortestFirst = new ArrayList<>(rows);
        Random random = new Random(seed.value());
        Collections.shuffle(shortestFirst, random);
        shortestFirst.sort(Comparator.comparingInt(Row::inputs).thenComparingInt(Row::targets));
        int first = Math.min((batchRows - pending) % batchRows, rows.size());
        int last = (rows.size() - first) % batchRows;
        List<List<Row>> batches = new ArrayList<>();
        for (int from = first + last; from < rows.size(); from += batchRows) {
            batches.add(shortestFirst.subList(from, from + batchRows));
        }
        Collections.shuffle(batches, random);
        List<Row> ordered = new ArrayList<>(shortestFirst.subList(0, first));
        batches.forEach(ordered::addAll);
        ordered.addAll(shortestFirst.subList(first, first + last));
        return ordered;
    }
}
