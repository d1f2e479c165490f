package dev.cloze.data.source;

import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.LanguageTag;
import dev.cloze.data.Position;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.ReadingRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files of tables, read by an embedded DuckDB: one row is a document.
 *
 * @param name what reports call the source
 * @param files where they are
 * @param format what they are
 * @param fields which columns make a document; {@code a.b} is the field {@code b} of the structure {@code a}
 * @param rules how many bad rows are left out, and who is told
 */
public record Tables(String name, FileSet files, Format format, Fields fields, ReadingRules rules) implements Source {

    /** Kinds of files. */
    public enum Format {
        /** Apache Parquet. */
        PARQUET,
        /** Comma-separated values with a header; quotes and separators are found out. */
        CSV,
        /** JSON in any layout: one array, objects one after another, nested. */
        JSON;

        private Set<String> suffixes() {
            return switch (this) {
                case PARQUET -> Set.of(".parquet");
                case CSV -> Set.of(".csv");
                case JSON -> Set.of(".json", ".jsonl", ".ndjson");
            };
        }
    }

    @Override
    public Feed<Document> open(Position position, Seed seed) {
        return new RowDocuments(spec(seed.split("files").shuffled(paths())), position);
    }

    @Override
    public Feed<Document> inOrder(Position position) {
        return new RowDocuments(spec(paths()), position);
    }

    @Override
    public long examples() {
        return RowDocuments.count(spec(paths()));
    }

    @Override
    public List<Path> paths() {
        return files.resolve(format.suffixes());
    }

    private RowDocuments.Spec spec(List<Path> order) {
        List<RowDocuments.Query> queries = order.stream()
                .map(file -> new RowDocuments.Query(file.toString(), query(file), FileSet.identity(file)))
                .toList();
        return new RowDocuments.Spec(name, Path.of(""), queries, fields, rules);
    }

    private String query(Path file) {
        Stream<String> language =
                fields.language() instanceof LanguageTag.Field field ? Stream.of(field.name()) : Stream.empty();
        String columns = Stream.of(Stream.of(fields.text()), language, fields.others().stream())
                .flatMap(names -> names)
                .distinct()
                .map(column -> "t." + quoted(column).replace(".", "\".\"") + " AS " + quoted(column))
                .collect(Collectors.joining(", "));
        String reader = "read_" + format.name().toLowerCase(Locale.ROOT);
        return "SELECT %s FROM %s('%s') AS t"
                .formatted(columns, reader, file.toString().replace("'", "''"));
    }

    private static String quoted(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }
}
