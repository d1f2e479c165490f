package dev.cloze.data.source;

import dev.cloze.data.Document;
import dev.cloze.data.record.BadRecord;
import dev.cloze.data.record.DocumentSlots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of small files and queries, which are read again and again until a block of documents to shuffle is full:
 * what was read once from end to end is not asked of DuckDB again.
 */
final class RowMemory {

    private static final long MOST_CHARACTERS = 16L << 20;
    private static final long A_ROW = 64;

    private final Map<String, List<Row>> kept = new ConcurrentHashMap<>();
    private final AtomicLong room = new AtomicLong(MOST_CHARACTERS);

    /** What became of one row: a document, nothing where its text was blank, or a bad record. */
    private record Row(
            @Nullable Document document, @Nullable BadRecord bad) {

        long characters() {
            return A_ROW + (document == null ? 0 : document.characters());
        }
    }

    /** The rows of a part, which are kept if all are read and there is room. */
    Rows open(RowPart part, String source, DocumentSlots slots) {
        List<Row> rows = kept.get(key(part));
        return rows != null ? new Replay(rows) : new Recording(this, part, part.open(source, slots));
    }

    /** How many rows a part has. */
    long count(RowPart part) {
        List<Row> rows = kept.get(key(part));
        return rows != null ? rows.size() : part.count();
    }

    private static String key(RowPart part) {
        return part.place() + "\n" + part.identity();
    }

    private void keep(String key, List<Row> rows) {
        long characters = rows.stream().mapToLong(Row::characters).sum();
        if (room.addAndGet(-characters) < 0 || kept.putIfAbsent(key, rows) != null) {
            room.addAndGet(characters);
        }
    }

    private static final class Replay implements Rows {

        private final List<Row> rows;
        private int next;

        Replay(List<Row> rows) {
            this.rows = rows;
        }

        @Override
        public boolean advance() {
            return next++ < rows.size();
        }

        @Override
        public @Nullable Document document() {
            Row row = rows.get(next - 1);
            if (row.bad() != null) {
                throw row.bad();
            }
            return row.document();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** Reads rows and remembers them as long as there is room. A row that nobody looks at makes the part unfit to keep. */
    private static final class Recording implements Rows {

        private final RowMemory memory;
        private final String key;
        private final Rows rows;
        private final List<Row> seen = new ArrayList<>();
        private long left;
        private long advanced;

        Recording(RowMemory memory, RowPart part, Rows rows) {
            this.memory = memory;
            this.rows = rows;
            key = key(part);
            left = memory.room.get();
        }

        @Override
        public boolean advance() {
            boolean more = rows.advance();
            if (more) {
                advanced++;
            } else if (advanced == seen.size() && left >= 0) {
                memory.keep(key, List.copyOf(seen));
            }
            return more;
        }

        @Override
        public @Nullable Document document() {
            try {
                Document document = rows.document();
                remember(new Row(document, null));
                return document;
            } catch (BadRecord bad) {
                remember(new Row(null, bad));
                throw bad;
            }
        }

        private void remember(Row row) {
            left -= row.characters();
            if (left < 0) {
                seen.clear();
            } else {
                seen.add(row);
            }
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
