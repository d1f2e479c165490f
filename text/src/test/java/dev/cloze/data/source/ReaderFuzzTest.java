package dev.cloze.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpora;
import dev.cloze.data.Corpus;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Fuzz;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.LineCounts.Unit;
import dev.cloze.data.file.Packed;
import dev.cloze.data.indexed.IdType;
import dev.cloze.data.indexed.IndexedWriter;
import dev.cloze.data.indexed.MegatronTokens;
import dev.cloze.data.prepared.Origin;
import dev.cloze.data.prepared.PreparedDocuments;
import dev.cloze.data.prepared.Preparer;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files give documents or a refusal, never another exception, never a document that is not whole. */
class ReaderFuzzTest {

    private static final int DOCUMENTS = 30;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"a.jsonl,24000", "a.jsonl.gz,14000", "a.jsonl.zst,14000", "a.jsonl.bz2,4000"})
    void damaged_json_lines(String name, int mutations) throws IOException {
        Path file = folder.resolve(name);
        Corpora.jsonLines(file, "a", DOCUMENTS, name.endsWith("jsonl") ? 1 : 3);
        TextCorpus source =
                Corpora.source("a", Corpora.RULES.withMaxLineBytes(10_000).withBadRecordsAllowed(40), file);
        Fuzz.run(mutations, () -> assertThat(Corpora.texts(source)).isNotEmpty(), file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LINE", "PARAGRAPH"})
    void damaged_text(String unit) throws IOException {
        Path file = folder.resolve("a.txt.gz");
        Corpora.jsonLines(file, "a", DOCUMENTS, 3);
        TextCorpus source = new PlainText("a", FilePattern.of(file), Unit.valueOf(unit), "en")
                .read(Corpora.RULES.withMaxLineBytes(40));
        Fuzz.run(8_000, () -> assertThat(Corpora.texts(source)).isNotEmpty(), file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tsv", "a.tsv.zst"})
    void damaged_columns(String name) throws IOException {
        TextCorpus source = columns(folder.resolve(name));
        Fuzz.run(13_000, () -> assertThat(Corpora.texts(source)).isNotEmpty(), folder.resolve(name));
    }

    private static TextCorpus columns(Path file) {
        String rows =
                IntStream.range(0, DOCUMENTS).mapToObj(i -> "a-" + i + "\tx\n").collect(Collectors.joining());
        Packed.write(file, "text\tlang\n" + rows);
        return new TabSeparated("a", FilePattern.of(file), List.of(), Fields.textAndLanguage("text", "lang"), 0)
                .read(Corpora.RULES);
    }

    @Test
    void damaged_tables() throws IOException, SQLException {
        Path file = folder.resolve("a.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 'a-' || i AS text FROM range(30) t(i)) TO '" + file + "' (FORMAT parquet)");
        }
        TextCorpus source =
                new Table("a", FilePattern.of(file), Table.Format.PARQUET, Fields.text("text"), 0).read(Corpora.RULES);
        Fuzz.run(150, () -> assertThat(Corpora.texts(source)).isNotEmpty(), file);
    }

    @Test
    void damaged_indexed_tokens() throws IOException {
        try (IndexedWriter writer = new IndexedWriter(folder.resolve("a"), IdType.UINT16)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                writer.add(Tokens.of(i, i + 1, i + 2));
                if (i % 3 == 0) {
                    writer.add(Tokens.of(i));
                }
                writer.endDocument();
            }
            writer.finish();
        }
        Path index = folder.resolve("a.idx");
        MegatronTokens source = new MegatronTokens("a", FileSet.of(index), "en");
        Fuzz.run(4_000, () -> tokens(source), index, folder.resolve("a.bin"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damaged_prepared_documents(boolean pairs) throws IOException {
        TextCorpus source = Corpora.jsonLines(folder.resolve("a.jsonl"), "a", DOCUMENTS, 1);
        Path prepared = folder.resolve("p");
        Preparer.Settings settings = new Preparer.Settings(IdType.UINT16, 60, 20, 1);
        new Preparer(prepared, ReaderFuzzTest::pair, settings)
                .run(source, new Origin("hash", "options", pairs, List.of()), done -> {});
        Fuzz.run(
                1_000,
                () -> tokens(PreparedDocuments.open("a", prepared)),
                prepared.resolve("manifest.json"),
                prepared.resolve("00001.idx"),
                prepared.resolve("00001.bin"),
                prepared.resolve("00001.languages"));
    }

    private static TokenizedDocument pair(Document document) {
        Tokens tokens = ByteTokenizer.of().encode(document.text());
        return new TokenizedDocument(tokens, tokens, document.language(), document.source());
    }

    private static void tokens(Corpus<TokenizedDocument> corpus) {
        try (Feed<TokenizedDocument> feed = corpus.open(Position.START, new Seed(1))) {
            while (feed.advance()) {
                assertThat(feed.current().tokens()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.jsonl.bz2", "a.tsv.gz", "a.tsv.zst", "a.tsv.bz2"})
    void a_file_cut_off_anywhere_gives_whole_records_only(String name) throws IOException {
        Path file = folder.resolve(name);
        TextCorpus source = name.contains("tsv") ? columns(file) : Corpora.jsonLines(file, "a", DOCUMENTS, 3);
        List<String> all = Corpora.texts(source);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            List<String> before = beforeRefusal(source);
            assertThat(before).as("first %d bytes", length).isEqualTo(all.subList(0, before.size()));
        }
    }

    private static List<String> beforeRefusal(TextCorpus source) {
        List<String> texts = new ArrayList<>();
        try (Feed<Document> feed = source.inOrder(Position.START)) {
            while (feed.advance()) {
                texts.add(feed.current().text());
            }
        } catch (Refusal refusal) {
            assertThat(refusal.getMessage()).doesNotContain("\n");
        }
        return texts;
    }
}
