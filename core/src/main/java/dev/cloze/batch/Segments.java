package dev.cloze.batch;

import java.util.List;

/**
 * What a group of documents was cut into.
 *
 * @param rows segments in the order in which examples are made; those that share a row stand together
 * @param source the source of the last document, empty where there is none
 * @param skipped what was too short
 */
record Segments(List<List<Segment>> rows, String source, Skipped skipped) {

    List<Segment> all() {
        return rows.stream().flatMap(List::stream).toList();
    }
}
