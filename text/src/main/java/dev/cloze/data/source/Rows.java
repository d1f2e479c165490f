package dev.cloze.data.source;

import dev.cloze.Refusal;
import dev.cloze.data.file.Notices;
import dev.cloze.data.record.BadRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The rows of one query, streamed by an embedded DuckDB of its own. */
final class Rows implements AutoCloseable {

    private static final long WORTH_TELLING = 5_000_000;
    private static final String TEXT_TYPE = "VARCHAR";

    private final Connection connection;
    private final ResultSet result;
    private final String place;
    private int[] columns = {1};

    private Rows(Connection connection, RowDocuments.Query query) throws SQLException {
        this.connection = connection;
        place = query.place();
        Statement statement = connection.createStatement();
        result = statement.executeQuery(query.sql());
    }

    /** The rows of a query; {@link #value} gives its columns in the order of {@code names}. */
    static Rows of(RowDocuments.Query query, Path folder, List<String> names) throws SQLException {
        return with(folder, query, names);
    }

    /** One row: how many rows a query has. */
    static Rows count(RowDocuments.Query query, Path folder) throws SQLException {
        String counting = "SELECT count(*) FROM (" + query.sql() + ")";
        return with(folder, new RowDocuments.Query(query.place(), counting, counting), List.of());
    }

    private static Rows with(Path folder, RowDocuments.Query query, List<String> names) throws SQLException {
        Connection connection = connect(folder);
        try {
            Rows rows = new Rows(connection, query);
            if (!names.isEmpty()) {
                rows.columns = rows.find(names);
            }
            return rows;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** One thread, so that rows always come in the same order; nothing is downloaded, nothing written beside the data. */
    static Connection connect(Path folder) throws SQLException {
        var settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("threads", "1");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("temp_directory", System.getProperty("java.io.tmpdir", ""));
        Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings);
        try (Statement statement = connection.createStatement()) {
            String path = folder.toAbsolutePath().toString().replace("'", "''");
            statement.execute("SET file_search_path = '" + path + "'");
        }
        return connection;
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

    boolean advance() throws SQLException {
        return result.next();
    }

    void skip(long rows, Notices notices) throws SQLException {
        if (rows >= WORTH_TELLING) {
            notices.say(place, "skipping %,d rows to the position".formatted(rows));
        }
        for (long i = 0; i < rows; i++) {
            if (!result.next()) {
                throw Refusal.at(place, "has changed since the position was taken: it ends before row %d", rows);
            }
        }
    }

    /** A column of this row as text. */
    @Nullable String value(int name) throws SQLException {
        return result.getString(columns[name]);
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
