package dev.cloze.data.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cloze.Refusal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that a query reads, as DuckDB itself parses it and looks for them: what stands where a table would, and what
 * functions such as {@code read_csv} are given. A text elsewhere in a query is no file, even if one has its name.
 */
final class SqlFiles {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TREE = "SELECT json_serialize_sql(CAST(? AS VARCHAR))";
    private static final String MATCHES = "SELECT file FROM glob(?) ORDER BY file";

    private final Set<String> named = new HashSet<>();
    private final List<String> patterns = new ArrayList<>();

    private SqlFiles() {}

    /** The files of a query, refused where it names one that is not there. */
    static List<Path> of(String place, String query, Path folder) {
        try (Connection connection = Rows.connect(folder)) {
            JsonNode tree = JSON.readTree(first(connection, TREE, query).get(0));
            if (tree.path("error").asBoolean()) {
                throw Refusal.at(
                        place, "Parser Error: %s", tree.path("error_message").asText());
            }
            SqlFiles files = new SqlFiles();
            files.name(tree);
            files.find(tree);
            List<Path> found = new ArrayList<>();
            for (String pattern : files.patterns) {
                List<String> matches =
                        first(connection, MATCHES, folder.resolve(pattern).toString());
                if (matches.isEmpty()) {
                    throw Refusal.at(place, "the query reads '%s', but there is no such file", pattern);
                }
                matches.stream().map(Path::of).forEach(found::add);
            }
            return found.stream().distinct().toList();
        } catch (SQLException | JsonProcessingException e) {
            throw Refusal.because(e, place, "%s", String.valueOf(e.getMessage()));
        }
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
            String table = node.path("table_name").asText();
            if (!named.contains(table)) {
                patterns.add(table);
            }
        }
        if (type.equals("TABLE_FUNCTION")
                && node.path("function").path("function_name").asText().matches("read_.*|.*_scan")) {
            texts(node.path("function").path("children").path(0));
        }
        node.forEach(this::find);
    }

    private void texts(JsonNode argument) {
        if (argument.path("type").asText().equals("VALUE_CONSTANT")) {
            patterns.add(argument.path("value").path("value").asText());
        } else {
            argument.path("children").forEach(this::texts);
        }
    }
}
