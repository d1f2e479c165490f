package dev.cloze.data.source;

import dev.cloze.Refusal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * An embedded DuckDB as this project lets it run: on one thread, so that rows always come in the same order; within a
 * memory limit, beyond which it writes to the system's temporary folder; without extensions from the network; and with
 * nothing to read but what lies in certain folders.
 *
 * @param memory the most megabytes that it holds
 * @param readable the folders whose files may be read, the folders inside them too; each ends with a slash, for DuckDB
 *     compares beginnings
 */
record Engine(int memory, Set<String> readable) {

    /** Enough to read a file of a table, which needs neither sorting nor joining. */
    static final int MEMORY = 1024;

    private static final AtomicLong OPENED = new AtomicLong();
    private static final String CAUSE = "\nError: ";

    Connection connect() throws SQLException {
        Connection connection = open(memory);
        try (Statement statement = connection.createStatement()) {
            String folders = readable.stream().map(Engine::quoted).collect(Collectors.joining(", ", "[", "]"));
            statement.execute("SET allowed_directories = " + folders);
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** A DuckDB that may read whatever lies on this machine: to find files, not to run a query. */
    static Connection open(int memory) throws SQLException {
        var settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("threads", "1");
        settings.setProperty("memory_limit", memory + "MB");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("temp_directory", temporary());
        return DriverManager.getConnection("jdbc:duckdb:", settings);
    }

    // A query may read its temporary folder, so it has one of its own; DuckDB makes it when it is needed, and removes
    // it.
    private static String temporary() {
        String name = "cloze-duckdb-%d-%d".formatted(ProcessHandle.current().pid(), OPENED.incrementAndGet());
        return Path.of(System.getProperty("java.io.tmpdir", ""), name).toString();
    }

    /** A text as SQL writes it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** What DuckDB says, on one line. */
    static Refusal refused(String place, SQLException e) {
        String message = String.valueOf(e.getMessage());
        String cause = message.substring(message.indexOf(CAUSE) + (message.contains(CAUSE) ? CAUSE.length() : 1));
        return Refusal.because(e, place, "%s", cause.strip().replaceAll("\\s*\\R\\s*", "; "));
    }
}
