package dev.cloze.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpora;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Material;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.stream.Repeated;
import dev.cloze.data.stream.Shuffled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of a table are the texts that its file has, whatever they look like. */
class TableTextsTest {

    private static final List<String> ODD = List.of(
            "9:05",
            "1-2-3",
            "2024-05-19T00:00:00Z",
            "2024-05-20",
            "12",
            "1e5",
            "007",
            "1.10",
            "-0",
            "123456789012345678901234567890",
            "C56A4180-65AA-42EC-A945-5FD21DEC0538",
            "True",
            "NULL",
            "NaN",
            "#none",
            " padded ",
            "'tis",
            "C:\\new");

    @TempDir
    Path folder;

    @Test
    void texts_of_csv_are_not_changed_by_what_they_look_like() throws IOException {
        String rows = "text,x\n";
        for (String odd : ODD) {
            rows += odd + "," + odd + "\n";
        }
        Files.writeString(folder.resolve("a.csv"), rows);
        TextCorpus tables = tables("a.csv", Table.Format.CSV, "x");
        assertThat(documents(tables)).extracting(Document::text).isEqualTo(ODD);
        assertThat(documents(tables)).extracting(row -> row.field("x")).isEqualTo(ODD);
        assertThat(tables.examples()).isEqualTo(ODD.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void a_separator_is_what_the_header_has(String separator) throws IOException {
        Files.writeString(
                folder.resolve("a.csv"),
                String.join(separator, "\"a.b\"", "text", "x") + "\n"
                        + String.join(separator, "1", "\"a,b;c\td|e\"", "") + "\n");
        TextCorpus tables = tables("a.csv", Table.Format.CSV, "a.b", "x");
        assertThat(documents(tables)).singleElement().satisfies(row -> {
            assertThat(row.text()).isEqualTo("a,b;c\td|e");
            assertThat(row.fields()).isEqualTo(Map.of("a.b", "1", "x", ""));
        });
    }

    @Test
    void a_file_of_one_column_has_no_separator() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "text\na;b\nc;d\n\n2024-01-01;x\n");
        assertThat(Corpora.texts(tables("a.csv", Table.Format.CSV))).containsExactly("a;b", "c;d", "2024-01-01;x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s,\n %s]", "%s\n%s", "%s %s", " [ %s , %s ] \n"})
    void values_of_json_are_as_they_stand_in_the_file(String layout) throws IOException {
        String first =
                "{\"text\": \"2024-05-19T00:00:00Z\", \"n\": 1e5, \"deep\": {\"x\": 1.10, \"l\": [1.0, {\"a\":\"ä\"}]}}";
        String second = "{\"deep\": {\"x\": \"C56A-\\u00e4}]\", \"l\": null}, \"n\": 12, \"text\": \"9:05\"}";
        Files.writeString(folder.resolve("a.json"), layout.formatted(first, second));
        TextCorpus tables = tables("a.json", Table.Format.JSON, "n", "deep.x", "deep.l");
        List<Document> rows = documents(tables);
        assertThat(rows).extracting(Document::text).containsExactly("2024-05-19T00:00:00Z", "9:05");
        assertThat(rows.get(0).fields())
                .isEqualTo(Map.of("n", "1e5", "deep.x", "1.10", "deep.l", "[1.0, {\"a\":\"ä\"}]"));
        assertThat(rows.get(1).fields()).isEqualTo(Map.of("n", "12", "deep.x", "C56A-ä}]"));
        assertThat(tables.examples()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"text\":\"a\"}",
                "[{\"text\":\"a\"},",
                "{\"text\":\"a\"",
                "{\"text\":\"a",
                "{\"text\":\"a\nb\"}",
                "[{\"text\":\"a\"} {\"text\":\"b\"}]",
                "[{\"text\":\"a\"}] {}",
                "{\"text\":\"a\"},{\"text\":\"b\"}",
                "12",
                "[[1]]",
                "\"x\"",
                "[",
                "]",
                "[]"
            })
    void broken_json_is_refused_with_its_place(String content) throws IOException {
        Files.writeString(folder.resolve("a.json"), content);
        assertThatThrownBy(() -> Corpora.texts(tables("a.json", Table.Format.JSON)))
                .isInstanceOf(Refusal.class)
                .hasMessageMatching("(.*a.json: .*record .*|.*a.json: .*row .*|tables: no usable text in any row)");
    }

    @Test
    void values_of_parquet_are_printed_as_they_are() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT '9:05' AS text, TIMESTAMP '2024-05-19 00:00:00' AS t, TIME '09:05:00' AS c, "
                            + "1.10::DECIMAL(5,2) AS d, 12 AS i, {'a': DATE '2024-05-19'} AS s) TO '%s' (FORMAT parquet)"
                                    .formatted(folder.resolve("a.parquet")));
        }
        assertThat(documents(tables("a.parquet", Table.Format.PARQUET, "t", "c", "d", "i", "s.a")))
                .singleElement()
                .extracting(Document::fields)
                .isEqualTo(Map.of(
                        "t", "2024-05-19 00:00:00", "c", "09:05:00", "d", "1.10", "i", "12", "s.a", "2024-05-19"));
    }

    @Test
    void a_small_table_is_read_once_however_often_it_is_gone_through() throws IOException {
        for (String name : List.of("a", "b")) {
            Files.writeString(folder.resolve(name + ".csv"), "text\n%s 1\n\n%s 2\n".formatted(name, name));
        }
        TextCorpus again = tables("*.csv", Table.Format.CSV);
        try (Feed<Material> feed = new Shuffled(new Repeated<>(again), 20_000).open(Position.START, new Seed(1))) {
            long before = System.nanoTime();
            for (int i = 0; i < 20_000; i++) {
                assertThat(feed.advance()).isTrue();
            }
            // 10,000 databases would take minutes.
            assertThat(System.nanoTime() - before).isLessThan(30_000_000_000L);
        }
        try (Feed<Document> kept = new Repeated<>(again).open(Position.START, new Seed(2));
                Feed<Document> fresh =
                        new Repeated<>(tables("*.csv", Table.Format.CSV)).open(Position.START, new Seed(2))) {
            for (int i = 0; i < 20; i++) {
                assertThat(kept.advance() && fresh.advance()).isTrue();
                assertThat(kept.current()).isEqualTo(fresh.current());
                assertThat(kept.position()).isEqualTo(fresh.position());
            }
        }
    }

    @Test
    void a_query_reads_only_the_folders_of_its_files() throws IOException {
        Path inside = Files.createDirectories(folder.resolve("in/deep"));
        Path outside = Files.createDirectories(folder.resolve("in-secret"));
        Files.writeString(inside.resolve("a.csv"), "text\nhello\n");
        Files.writeString(outside.resolve("b.csv"), "text\nsecret\n");
        assertThat(Corpora.texts(sql("select t.text from 'in-secret/../in/deep/a.csv' as t", 64)))
                .containsExactly("hello");
        assertThat(Corpora.texts(sql(
                        "select a.text from 'in/deep/a.csv' union select \"in/*/a.csv\".text from 'in/*/a.csv'", 500)))
                .containsExactly("hello");
        for (String stolen : List.of(
                "(select content from read_text(concat('%s/in-', 'secret/b.csv')))".formatted(folder),
                "(select content from query('select content from read_text(''%s/in-secret/b.csv'')'))"
                        .formatted(folder),
                "(select string_agg(file, '') from glob('%s/in-secret/*'))".formatted(folder))) {
            assertThatThrownBy(() -> Corpora.texts(sql("select " + stolen + " as text from 'in/deep/a.csv'", 64)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith("sql: ");
        }
        assertThatThrownBy(() -> Corpora.texts(sql("select text from 'https://example.org/a.csv'", 64)))
                .isInstanceOf(Refusal.class)
                .hasMessage("sql: the query reads 'https://example.org/a.csv', but there is no such file");
        assertThatThrownBy(() -> Corpora.texts(sql("copy (select 1) to 'x.csv'", 64)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("sql: ");
    }

    @Test
    void a_query_has_a_memory_limit() {
        assertThatThrownBy(() -> sql("select 'x' as text", 63))
                .isInstanceOf(Refusal.class)
                .hasMessage("memory must be at least 64 MB, got 63");
        String setting = "select value as text from duckdb_settings() where name = 'memory_limit'";
        assertThat(Corpora.texts(sql(setting, 100))).containsExactly("95.3 MiB");
    }

    private static List<Document> documents(TextCorpus source) {
        List<Document> documents = new ArrayList<>();
        try (Feed<Document> feed = source.inOrder(Position.START)) {
            while (feed.advance()) {
                documents.add(feed.current());
            }
        }
        return documents;
    }

    private TextCorpus sql(String query, int memory) {
        return new Sql("sql", query, folder, memory, Fields.text("text"), 0).read(Corpora.RULES);
    }

    private TextCorpus tables(String pattern, Table.Format format, String... others) {
        Fields fields = Fields.text("text").with(others);
        return new Table("tables", List.of(new FilePattern(folder, pattern)), format, fields, 0).read(Corpora.RULES);
    }
}
