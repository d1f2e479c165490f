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
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One pass over the rows of files or queries. Its position names the part by its number in the pass, and the row. */
final class RowDocuments implements Feed<Document> {

    /**
     * What is read.
     *
     * @param name the source's name
     * @param parts the files or queries, in order
     * @param fields which columns make a document
     * @param rules how many bad rows are left out, and who is told
     * @param memory keeps small parts
     */
    record Spec(String name, List<? extends RowPart> parts, Fields fields, ReadingRules rules, RowMemory memory) {

        /** How many rows all parts have. */
        long count() {
            return parts.stream().mapToLong(memory::count).sum();
        }
    }

    private static final long WORTH_TELLING = 5_000_000;
    private static final String QUERY = "query";
    private static final String QUERIES = "queries";
    private static final String ROW = "row";
    private static final String DOCUMENTS = "documents";
    private static final String LEFT_OUT = "left-out";

    private final Spec spec;
    private final long fingerprint;
    private final DocumentSlots slots;
    private final LeftOut leftOut;
    private int part;
    private long row;
    private long documents;
    private @Nullable Rows rows;
    private @Nullable Document current;

    RowDocuments(Spec spec, Position position) {
        this.spec = spec;
        slots = new DocumentSlots(spec.fields());
        fingerprint = fingerprint(spec.parts());
        if (!position.equals(Position.START) && position.counter(QUERIES) != fingerprint) {
            throw Refusal.at(spec.name(), "the query or its files have changed since the position was taken");
        }
        part = Math.toIntExact(position.counter(QUERY));
        row = position.counter(ROW);
        documents = position.counter(DOCUMENTS);
        leftOut = new LeftOut(spec.rules(), position.counter(LEFT_OUT));
    }

    @Override
    public boolean advance() {
        while (part < spec.parts().size()) {
            if (readTo()) {
                documents++;
                return true;
            }
            close();
            part++;
            row = 0;
        }
        if (documents == 0) {
            throw Refusal.at(spec.name(), "no usable text in any row");
        }
        leftOut.report(spec.name());
        return false;
    }

    /** Moves to the next document of this part; false at its end. */
    private boolean readTo() {
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

    private Rows open() {
        RowPart from = spec.parts().get(part);
        Rows opened = spec.memory().open(from, spec.name(), slots);
        try {
            skip(from.place(), opened);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void skip(String place, Rows opened) {
        if (row >= WORTH_TELLING) {
            spec.rules().notices().say(place, "skipping %,d rows to the position".formatted(row));
        }
        for (long i = 0; i < row; i++) {
            if (!opened.advance()) {
                throw Refusal.at(place, "has changed since the position was taken: it ends before row %d", row);
            }
        }
    }

    private @Nullable Document document(Rows open) {
        try {
            return open.document();
        } catch (BadRecord bad) {
            leftOut.add(spec.parts().get(part).place() + ": row " + row, bad);
            return null;
        }
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
                        QUERY, (long) part,
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

    private static long fingerprint(List<? extends RowPart> parts) {
        Seed hash = new Seed(parts.size());
        for (RowPart part : parts) {
            hash = hash.split(part.identity());
        }
        return hash.value();
    }
}
