package dev.cloze.batch.cut;

import dev.cloze.batch.Omissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a group of documents was cut into.
 *
 * @param rows segments in the order in which examples are made; those that share a row stand together
 * @param singles segments whose rows are found by packing
 * @param source the source of the last document, empty where there is none
 * @param omissions what was too short
 */
public record CutSegments(List<List<Segment>> rows, List<Segment> singles, String source, Omissions omissions) {

    List<Segment> all() {
        return Stream.concat(rows.stream().flatMap(List::stream), singles.stream())
                .toList();
    }
}
