package dev.cloze.seqio.convert;

import dev.cloze.Refusal;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * seqio's {@code trim_and_pack_dataset}: next fit with one open row. Elements are taken in batches as large as the longest
 * feature length, and rows never reach over a batch. The faults are kept: an id 0 inside an element cuts off as many ids at
 * its end, and segment ids count positions 0, so that an empty feature shifts the segments behind it.
 *
 * <pre>
 * elements             {inputs 8 7 1, targets 4 1}  {inputs 2 3 4 1, targets 5 6 1}
 * inputs               8 7 1 2 3 4 1 0 0 0     targets              4 1 5 6 1 0 0
 * inputs_segment_ids   1 1 1 2 2 2 2 0 0 0     targets_segment_ids  1 1 2 2 2 0 0
 * inputs_positions     0 1 2 0 1 2 3 0 0 0     targets_positions    0 1 0 1 2 0 0
 * </pre>
 */
public final class PackedRows {

    private PackedRows() {}

    /** The rows of these elements; features without a length are left out. */
    public static Dataset<Features> of(Dataset<Features> elements, Map<String, Integer> lengths) {
        Refusal.require(!lengths.isEmpty(), "packing needs the length of at least one feature");
        return () -> new Rows(elements.iterator(), lengths);
    }

    private static final class Rows implements Iterator<Features> {

        private final Iterator<Features> elements;
        private final Map<String, Integer> lengths;
        private final int batchSize;
        private final Queue<Features> ready = new ArrayDeque<>();
        private Map<String, List<Tokens>> open = Map.of();

        Rows(Iterator<Features> elements, Map<String, Integer> lengths) {
            this.elements = elements;
            this.lengths = lengths;
            this.batchSize = Collections.max(lengths.values());
        }

        @Override
        public boolean hasNext() {
            return !ready.isEmpty() || elements.hasNext();
        }

        @Override
        public Features next() {
            if (ready.isEmpty()) {
                packBatch();
            }
            return ready.remove();
        }

        private void packBatch() {
            open = emptyRow();
            for (int i = 0; i < batchSize && (i == 0 || elements.hasNext()); i++) {
                add(elements.next());
            }
            ready.add(row(open));
        }

        private void add(Features element) {
            Map<String, Tokens> trimmed = new HashMap<>();
            lengths.forEach((name, length) -> trimmed.put(name, shortened(element.tokens(name), length)));
            if (!fits(trimmed)) {
                ready.add(row(open));
                open = emptyRow();
            }
            open.forEach((name, parts) -> parts.add(part(trimmed, name)));
        }

        private boolean fits(Map<String, Tokens> element) {
            return open.entrySet().stream().allMatch(entry -> {
                int used = entry.getValue().stream().mapToInt(Tokens::size).sum();
                return used + part(element, entry.getKey()).size() <= length(entry.getKey());
            });
        }

        private Map<String, List<Tokens>> emptyRow() {
            Map<String, List<Tokens>> row = new HashMap<>();
            lengths.keySet().forEach(name -> row.put(name, new ArrayList<>()));
            return row;
        }

        private Features row(Map<String, List<Tokens>> parts) {
            Map<String, Tokens> row = new HashMap<>();
            parts.forEach((name, list) -> write(name, list, row));
            return Features.of(row);
        }

        private void write(String name, List<Tokens> parts, Map<String, Tokens> row) {
            int[] ids = new int[length(name)];
            int[] positions = new int[ids.length];
            int at = 0;
            for (Tokens part : parts) {
                part.copyTo(ids, at);
                for (int i = 0; i < part.size(); i++) {
                    positions[at++] = i;
                }
            }
            row.put(name, Tokens.of(ids));
            row.put(name + "_positions", Tokens.of(positions));
            row.put(name + "_segment_ids", Tokens.of(segmentIds(ids, positions)));
        }

        private int length(String name) {
            return lengths.getOrDefault(name, 0);
        }

        private static Tokens part(Map<String, Tokens> element, String name) {
            return element.getOrDefault(name, Tokens.EMPTY);
        }

        /** As many ids as are not 0, from the beginning. */
        private static Tokens shortened(Tokens tokens, int length) {
            Tokens cut = tokens.slice(0, Math.min(tokens.size(), length));
            return cut.slice(0, (int) cut.stream().filter(id -> id != 0).count());
        }

        private static int[] segmentIds(int[] ids, int[] positions) {
            int[] segmentIds = new int[ids.length];
            int segment = 0;
            for (int i = 0; i < ids.length; i++) {
                segment += positions[i] == 0 ? 1 : 0;
                segmentIds[i] = ids[i] == 0 ? 0 : segment;
            }
            return segmentIds;
        }
    }

    /** {@code trim_and_pad_dataset}: one element a row; features without a length stay as they are. */
    static Dataset<Features> padded(Dataset<Features> elements, Map<String, Integer> lengths) {
        return elements.map(element -> {
            Features padded = element;
            for (Map.Entry<String, Integer> entry : lengths.entrySet()) {
                int[] ids = element.tokens(entry.getKey()).toArray();
                padded = padded.with(entry.getKey(), Tokens.of(Arrays.copyOf(ids, entry.getValue())));
            }
            return padded;
        });
    }
}
