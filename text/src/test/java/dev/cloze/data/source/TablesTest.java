package dev.cloze.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpora;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {

    @TempDir
    Path folder;

    @Test
    void rows_of_parquet_files_are_documents() throws SQLException {
        parquet("a.parquet", "SELECT 'a-' || i AS body, 'de' AS lang, i AS id FROM range(3) t(i)");
        Fields fields = Fields.textAndLanguage("body", "lang").with("id");
        TextCorpus tables = tables("*.parquet", Table.Format.PARQUET, fields);
        assertThat(tables.examples()).isEqualTo(3);
        try (Feed<Document> feed = tables.inOrder(Position.START)) {
            assertThat(feed.advance()).isTrue();
            assertThat(feed.current()).isEqualTo(new Document("a-0", "de", "tables", Map.of("id", "0")));
        }
    }

    @Test
    void quoted_csv_and_nested_json_are_read() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "id,text\n1,\"two\nlines, \"\"quoted\"\"\"\n2,plain\n");
        assertThat(Corpora.texts(tables("a.csv", Table.Format.CSV, Fields.text("text"))))
                .containsExactly("two\nlines, \"quoted\"", "plain");
        Files.writeString(
                folder.resolve("a.json"), "[{\"doc\": {\"body\": \"one\"}},\n {\"doc\": {\"body\": \"two\"}}]");
        assertThat(Corpora.texts(tables("a.json", Table.Format.JSON, Fields.text("doc.body"))))
                .containsExactly("one", "two");
    }

    @Test
    void a_query_selects_over_files() throws SQLException {
        parquet("a.parquet", "SELECT 'a-' || i AS body, i FROM range(9000) t(i)");
        parquet("b.parquet", "SELECT 'b-' || i AS body, i FROM range(9000) t(i)");
        TextCorpus sql = sql("select body as text from '*.parquet' where i % 4500 = 7 order by i desc, body;");
        assertThat(Corpora.texts(sql)).containsExactly("a-4507", "b-4507", "a-7", "b-7");
        assertThat(sql.examples()).isEqualTo(4);
    }

    @Test
    void a_query_s_files_are_those_it_reads() throws SQLException, IOException {
        parquet("a.parquet", "SELECT 'x' AS text");
        parquet("b.parquet", "SELECT 'x' AS text");
        Files.writeString(folder.resolve("c.csv"), "text\nx\n");
        assertThat(sql("select text from '*.parquet' where text <> 'c.csv'").paths())
                .containsExactly(folder.resolve("a.parquet"), folder.resolve("b.parquet"));
        assertThat(sql("with a as (from read_csv(['c.csv'], sep = ',')), b as (from \"a.parquet\") "
                                + "select * from a where exists (from b) union all from 'a.parquet'")
                        .paths())
                .containsExactlyInAnyOrder(folder.resolve("c.csv"), folder.resolve("a.parquet"));
        assertThat(sql("select 'x' as text from range(3)").paths()).isEmpty();
        assertThatThrownBy(
                        () -> sql("from 'a.parquet' union all from 'd.parquet'").paths())
                .isInstanceOf(Refusal.class)
                .hasMessage("sql: the query reads 'd.parquet', but there is no such file");
        assertThatThrownBy(() -> sql("select text form 'a.parquet'").paths())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("syntax error");
    }

    @Test
    void every_position_resumes() throws SQLException {
        for (String name : List.of("a", "b", "c")) {
            parquet(name + ".parquet", "SELECT '%s-' || i AS text FROM range(4) t(i)".formatted(name));
        }
        assertResumes(tables("*.parquet", Table.Format.PARQUET, Fields.text("text")), 12);
        assertResumes(sql("select distinct text from '*.parquet' where text not like '%-2'"), 9);
    }

    @Test
    void what_cannot_be_read_is_refused() throws SQLException, IOException {
        parquet("a.parquet", "SELECT i, NULL::VARCHAR AS empty, 'x' AS text FROM range(2) t(i)");
        assertRefused(
                tables("a.parquet", Table.Format.PARQUET, Fields.text("i")),
                "a.parquet: column 'i' must be VARCHAR, got BIGINT");
        assertRefused(
                tables("a.parquet", Table.Format.PARQUET, Fields.text("txt")),
                "Binder Error: Table \"t\" does not have a column named \"txt\"");
        assertRefused(
                tables("a.parquet", Table.Format.PARQUET, Fields.text("empty")), "a.parquet: row 1: no field 'empty'");
        assertRefused(sql("select i from 'a.parquet'"), "sql: no column 'text'; the columns are i");
        assertRefused(sql("select from where"), "sql: Parser Error");
        assertRefused(
                sql("select text from 'gone.parquet'"),
                "sql: the query reads 'gone.parquet', but there is no such file");
        assertRefused(sql("select text from 'a.parquet' where i > 5"), "sql: no usable text in any row");
        Files.writeString(folder.resolve("b.parquet"), "not a table at all");
        assertRefused(tables("b.parquet", Table.Format.PARQUET, Fields.text("text")), "b.parquet: Invalid Input Error");
    }

    @Test
    void a_bad_row_within_the_number_allowed_is_left_out() throws SQLException {
        parquet("a.parquet", "SELECT CASE WHEN i = 1 THEN NULL ELSE 'x' || i END AS text FROM range(3) t(i)");
        List<FilePattern> files = List.of(new FilePattern(folder, "a.parquet"));
        List<String> notices = new ArrayList<>();
        var rules = Corpora.RULES
                .withBadRecordsAllowed(1)
                .withNotices((place, message) -> notices.add(place + ": " + message));
        assertThat(Corpora.texts(new Table("t", files, Table.Format.PARQUET, Fields.text("text"), 1).read(rules)))
                .containsExactly("x0", "x2");
        assertThat(notices).hasSize(2).last().isEqualTo("t: left out 1 record(s) in this pass");
    }

    private static void assertResumes(TextCorpus source, int expected) {
        List<Document> all = new ArrayList<>();
        List<Position> positions = new ArrayList<>(List.of(Position.START));
        try (Feed<Document> feed = source.open(Position.START, new Seed(3))) {
            while (feed.advance()) {
                all.add(feed.current());
                positions.add(feed.position());
            }
        }
        assertThat(all).hasSize(expected);
        for (int i = 0; i < positions.size(); i++) {
            try (Feed<Document> feed = source.open(positions.get(i), new Seed(3))) {
                assertThat(Corpora.texts(feed, 100))
                        .isEqualTo(all.subList(i, all.size()).stream()
                                .map(Document::text)
                                .toList());
            }
        }
    }

    private static void assertRefused(TextCorpus source, String message) {
        assertThatThrownBy(() -> Corpora.texts(source))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private TextCorpus tables(String pattern, Table.Format format, Fields fields) {
        return new Table("tables", List.of(new FilePattern(folder, pattern)), format, fields, 0).read(Corpora.RULES);
    }

    private TextCorpus sql(String query) {
        return new Sql("sql", query, folder, 256, Fields.text("text"), 0).read(Corpora.RULES);
    }

    private void parquet(String name, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(query, folder.resolve(name)));
        }
    }
}
