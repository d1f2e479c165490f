package dev.cloze.data.source;

import dev.cloze.Refusal;
import dev.cloze.data.Document;
import dev.cloze.data.record.BadRecord;
import dev.cloze.data.record.DocumentSlots;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one query, streamed by an embedded DuckDB of its own. */
final class QueryRows implements Rows {

    private static final String TEXT_TYPE = "VARCHAR";

    private final Connection connection;
    private final ResultSet result;
    private final String place;
    private final String source;
    private final DocumentSlots slots;
    private final int[] columns;

    private QueryRows(Query query, Connection connection, String source, DocumentSlots slots) throws SQLException {
        this.connection = connection;
        this.source = source;
        this.slots = slots;
        place = query.place();
        result = connection.createStatement().executeQuery(query.sql());
        columns = find(slots.names());
    }

    /**
     * One query.
     *
     * @param place what messages call it
     * @param sql the SELECT
     * @param identity what must be the same for a position to be valid
     * @param engine what runs it
     */
    record Query(String place, String sql, String identity, Engine engine) implements RowPart {

        @Override
        public Rows open(String source, DocumentSlots slots) {
            try {
                Connection connection = engine.connect();
                try {
                    return new QueryRows(this, connection, source, slots);
                } catch (SQLException | RuntimeException e) {
                    connection.close();
                    throw e;
                }
            } catch (SQLException e) {
                throw Engine.refused(place, e);
            }
        }

        @Override
        public long count() {
            try (Connection connection = engine.connect();
                    ResultSet counted =
                            connection.createStatement().executeQuery("SELECT count(*) FROM (" + sql + ")")) {
                counted.next();
                return counted.getLong(1);
            } catch (SQLException e) {
                throw Engine.refused(place, e);
            }
        }
    }

    private int[] find(List<String> names) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            labels.add(meta.getColumnLabel(i));
        }
        int[] found = new int[names.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = labels.indexOf(names.get(i)) + 1;
            if (found[i] == 0) {
                String shown = BadRecord.shown(String.join(", ", labels));
                throw Refusal.at(place, "no column '%s'; the columns are %s", names.get(i), shown);
            }
        }
        if (!meta.getColumnTypeName(found[0]).equals(TEXT_TYPE)) {
            throw Refusal.at(
                    place, "column '%s' must be %s, got %s", names.get(0), TEXT_TYPE, meta.getColumnTypeName(found[0]));
        }
        return found;
    }

    @Override
    public boolean advance() {
        try {
            return result.next();
        } catch (SQLException e) {
            throw Engine.refused(place, e);
        }
    }

    @Override
    public @Nullable Document document() {
        slots.clear();
        try {
            for (int i = 0; i < columns.length; i++) {
                slots.put(i, result.getString(columns[i]));
            }
        } catch (SQLException e) {
            throw Engine.refused(place, e);
        }
        return slots.document(source);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
