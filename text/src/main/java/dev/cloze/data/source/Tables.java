package dev.cloze.data.source;

import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.ReadingRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Files of tables: one row is a document, and its fields are what the file says. Nothing is taken for a date, a number or
 * missing because it looks like it. Parquet and CSV are read by an embedded DuckDB.
 */
public final class Tables implements Source {

    private final String name;
    private final FileSet files;
    private final Format format;
    private final Fields fields;
    private final ReadingRules rules;
    private final RowMemory memory = new RowMemory();

    /** Kinds of files. */
    public enum Format {
        /** Apache Parquet; values that are no texts are written as DuckDB writes them. */
        PARQUET,
        /** Values between commas, semicolons, tabs or bars, whichever its header has most of; quotes as in RFC 4180. */
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

    /**
     * The rows of files under a name; {@code fields} says which columns make a document, where {@code a.b} is the field
     * {@code b} of the structure {@code a}.
     */
    public Tables(String name, FileSet files, Format format, Fields fields, ReadingRules rules) {
        this.name = name;
        this.files = files;
        this.format = format;
        this.fields = fields;
        this.rules = rules;
    }

    @Override
    public String name() {
        return name;
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
        return spec(paths()).count();
    }

    @Override
    public List<Path> paths() {
        return files.resolve(format.suffixes());
    }

    private RowDocuments.Spec spec(List<Path> order) {
        return new RowDocuments.Spec(name, order.stream().map(this::part).toList(), fields, rules, memory);
    }

    private RowPart part(Path file) {
        return switch (format) {
            case PARQUET -> TableFile.parquet(file, fields, rules);
            case CSV -> TableFile.csv(file, fields, rules);
            case JSON -> JsonRows.Part.of(file, rules);
        };
    }
}
