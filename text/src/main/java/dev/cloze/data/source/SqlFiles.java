package dev.cloze.data.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that a query reads, as DuckDB itself parses it and looks for them: what stands where a table would, and what
 * functions such as {@code read_csv} are given. A text elsewhere in a query is no file, even if one has its name.
 */
final class SqlFiles {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TREE = "SELECT json_serialize_sql(CAST(? AS VARCHAR))";
    private static final String QUERY = "SELECT json_deserialize_sql(CAST(? AS JSON))";
    private static final String MATCHES = "SELECT file FROM glob(?) ORDER BY file";

    private final String place;
    private final Path folder;
    private final Set<String> named = new HashSet<>();
    private final List<String> patterns = new ArrayList<>();
    private final Set<String> folders = new LinkedHashSet<>();

    private SqlFiles(String place, Path folder) {
        this.place = place;
        this.folder = folder;
    }

    /**
     * A query whose files are found.
     *
     * @param sql the query with whole names in the place of relative ones
     * @param files what it reads
     * @param folders where the files lie, or where patterns for them begin
     */
    record Found(String sql, List<Path> files, Set<String> folders) {}

    /** Finds the files of a query, refused where it names one that is not there. */
    static Found of(String place, String query, Path folder) {
        try (Connection connection = Engine.open(Engine.MEMORY)) {
            JsonNode tree = JSON.readTree(first(connection, TREE, query).get(0));
            if (tree.path("error").asBoolean()) {
                throw Refusal.at(
                        place, "Parser Error: %s", tree.path("error_message").asText());
            }
            SqlFiles files = new SqlFiles(place, folder.toAbsolutePath());
            files.name(tree);
            files.find(tree);
            List<Path> found = new ArrayList<>();
            for (String pattern : files.patterns) {
                found.addAll(files.matches(connection, pattern));
            }
            String sql = first(connection, QUERY, tree.toString()).get(0);
            return new Found(sql, found.stream().distinct().toList(), files.folders);
        } catch (SQLException e) {
            throw Engine.refused(place, e);
        } catch (JsonProcessingException e) {
            throw Refusal.because(e, place, "%s", e.getOriginalMessage());
        }
    }

    private List<Path> matches(Connection connection, String pattern) throws SQLException {
        List<String> matches = first(connection, MATCHES, whole(pattern));
        if (matches.isEmpty()) {
            throw Refusal.at(place, "the query reads '%s', but there is no such file", pattern);
        }
        return matches.stream().map(Path::of).toList();
    }

    private static List<String> first(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            ResultSet rows = statement.executeQuery();
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    /** Names that the query gives to its own parts; they are no files. */
    private void name(JsonNode node) {
        node.path("cte_map")
                .path("map")
                .forEach(part -> named.add(part.path("key").asText()));
        node.forEach(this::name);
    }

    private void find(JsonNode node) {
        String type = node.path("type").asText();
        if (type.equals("BASE_TABLE") && node.path("schema_name").asText().isEmpty()) {
            if (!named.contains(node.path("table_name").asText())) {
                keepName((ObjectNode) node);
                take((ObjectNode) node, "table_name");
            }
        }
        if (type.equals("TABLE_FUNCTION")
                && node.path("function").path("function_name").asText().matches("read_.*|.*_scan")) {
            texts(node.path("function").path("children").path(0));
        }
        node.forEach(this::find);
    }

    // A pattern is the name of its own table.
    private static void keepName(ObjectNode table) {
        String pattern = table.path("table_name").asText();
        if (table.path("alias").asText().isEmpty() && pattern.matches(".*[*?\\[].*")) {
            table.put("alias", pattern);
        }
    }

    private void texts(JsonNode argument) {
        if (argument.path("type").asText().equals("VALUE_CONSTANT")) {
            if (argument.path("value") instanceof ObjectNode value) {
                take(value, "value");
            }
        } else {
            argument.path("children").forEach(this::texts);
        }
    }

    // DuckDB lets a query read folders by whole names alone.
    private void take(ObjectNode node, String key) {
        String pattern = node.path(key).asText();
        String whole = whole(pattern);
        String fixed = whole.split("[*?\\[]", 2)[0];
        patterns.add(pattern);
        folders.add(fixed.substring(0, fixed.lastIndexOf('/') + 1));
        node.put(key, whole);
    }

    private String whole(String pattern) {
        try {
            return folder.resolve(pattern).normalize().toString();
        } catch (InvalidPathException e) {
            throw Refusal.because(e, place, "not a file name: '%s'", pattern);
        }
    }
}
