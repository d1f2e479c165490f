package dev.cloze.data.source;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.record.BadRecord;
import dev.cloze.data.record.DocumentSlots;
import dev.cloze.data.record.LeftOut;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One pass over the rows of queries. Its position names the query by its number in the pass, and the row. */
final class RowDocuments implements Feed<Document> {

    /**
     * What is read.
     *
     * @param name the source's name
     * @param folder where relative file names in queries begin
     * @param queries what is asked, in order
     * @param fields which columns make a document
     * @param rules how many bad rows are left out, and who is told
     */
    record Spec(String name, Path folder, List<Query> queries, Fields fields, ReadingRules rules) {}

    /**
     * One query.
     *
     * @param place what messages call it
     * @param sql the SELECT
     * @param identity what must be the same for a position to be valid
     */
    record Query(String place, String sql, String identity) {}

    private static final String CAUSE = "\nError: ";
    private static final String QUERY = "query";
    private static final String QUERIES = "queries";
    private static final String ROW = "row";
    private static final String DOCUMENTS = "documents";
    private static final String LEFT_OUT = "left-out";

    private final Spec spec;
    private final long fingerprint;
    private final DocumentSlots slots;
    private final LeftOut leftOut;
    private int query;
    private long row;
    private long documents;
    private @Nullable Rows rows;
    private @Nullable Document current;

    RowDocuments(Spec spec, Position position) {
        this.spec = spec;
        slots = new DocumentSlots(spec.fields());
        fingerprint = fingerprint(spec.queries());
        if (!position.equals(Position.START) && position.counter(QUERIES) != fingerprint) {
            throw Refusal.at(spec.name(), "the query or its files have changed since the position was taken");
        }
        query = Math.toIntExact(position.counter(QUERY));
        row = position.counter(ROW);
        documents = position.counter(DOCUMENTS);
        leftOut = new LeftOut(spec.rules(), position.counter(LEFT_OUT));
    }

    /** How many rows all queries have. */
    static long count(Spec spec) {
        long count = 0;
        for (Query query : spec.queries()) {
            try (Rows rows = Rows.count(query, spec.folder())) {
                rows.advance();
                count += Long.parseLong(String.valueOf(rows.value(0)));
            } catch (SQLException e) {
                throw refused(query.place(), e);
            }
        }
        return count;
    }

    @Override
    public boolean advance() {
        while (query < spec.queries().size()) {
            try {
                if (readTo()) {
                    documents++;
                    return true;
                }
            } catch (SQLException e) {
                throw refused(spec.queries().get(query).place(), e);
            }
            close();
            query++;
            row = 0;
        }
        if (documents == 0) {
            throw Refusal.at(spec.name(), "no usable text in any row");
        }
        leftOut.report(spec.name());
        return false;
    }

    /** Moves to the next document of this query; false at its end. */
    private boolean readTo() throws SQLException {
        Rows open = rows == null ? open() : rows;
        rows = open;
        while (open.advance()) {
            row++;
            Document next = document(open);
            if (next != null) {
                current = next;
                return true;
            }
        }
        return false;
    }

    private Rows open() throws SQLException {
        Rows opened = Rows.of(spec.queries().get(query), spec.folder(), slots.names());
        opened.skip(row, spec.rules().notices());
        return opened;
    }

    private @Nullable Document document(Rows open) throws SQLException {
        slots.clear();
        for (int i = 0; i < slots.names().size(); i++) {
            slots.put(i, open.value(i));
        }
        try {
            return slots.document(spec.name());
        } catch (BadRecord bad) {
            leftOut.add(spec.queries().get(query).place() + ": row " + row, bad);
            return null;
        }
    }

    private static Refusal refused(String place, SQLException e) {
        String message = String.valueOf(e.getMessage());
        String cause = message.substring(message.indexOf(CAUSE) + (message.contains(CAUSE) ? CAUSE.length() : 1));
        return Refusal.because(e, place, "%s", cause.strip().replaceAll("\\s*\\R\\s*", "; "));
    }

    @Override
    public Document current() {
        if (current == null) {
            throw new NoSuchElementException();
        }
        return current;
    }

    @Override
    public Position position() {
        return new Position(
                Map.of(
                        QUERY, (long) query,
                        QUERIES, fingerprint,
                        ROW, row,
                        DOCUMENTS, documents,
                        LEFT_OUT, leftOut.count()),
                Map.of());
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    private static long fingerprint(List<Query> queries) {
        Seed hash = new Seed(queries.size());
        for (Query query : queries) {
            hash = hash.split(query.identity());
        }
        return hash.value();
    }
}
