package dev.cloze.data.source;

import dev.cloze.data.Fields;
import dev.cloze.data.file.FilePlace;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.Lines;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.record.DocumentSlots;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Parquet or CSV file, read by a query that leaves DuckDB nothing to guess.
 *
 * @param file where it is
 * @param identity what tells it from another one
 * @param csv whether it is CSV
 * @param fields which columns make a document
 * @param rules how its header is read
 */
record TableFile(Path file, String identity, boolean csv, Fields fields, ReadingRules rules) implements RowPart {

    private static final String SEPARATORS = ",;\t|";
    private static final String AS_IT_IS =
            "all_varchar = true, header = true, quote = '\"', escape = '\"', comment = '', "
                    + "skip = 0, null_padding = false, sample_size = 1";

    static TableFile parquet(Path file, Fields fields, ReadingRules rules) {
        return new TableFile(file, FileSet.identity(file), false, fields, rules);
    }

    static TableFile csv(Path file, Fields fields, ReadingRules rules) {
        return new TableFile(file, FileSet.identity(file), true, fields, rules);
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public Rows open(String source, DocumentSlots slots) {
        return query().open(source, slots);
    }

    @Override
    public long count() {
        return query().count();
    }

    private QueryRows.Query query() {
        Engine engine = new Engine(Engine.MEMORY, Set.of(file.toAbsolutePath().resolveSibling("") + "/"));
        String columns = fields.names().stream().map(this::column).collect(Collectors.joining(", "));
        return new QueryRows.Query(place(), "SELECT " + columns + " FROM " + reader() + " AS t", identity, engine);
    }

    private String column(String name) {
        String label = '"' + name.replace("\"", "\"\"") + '"';
        if (csv) {
            return "coalesce(t.%s, '') AS %s".formatted(label, label); // nothing between two commas is an empty text
        }
        String path = "t." + label.replace(".", "\".\"");
        return "%s AS %s".formatted(name.equals(fields.textField()) ? path : "CAST(" + path + " AS VARCHAR)", label);
    }

    private String reader() {
        String name = Engine.quoted(file.toString());
        return csv
                ? "read_csv(%s, delim = %s, %s)".formatted(name, Engine.quoted(separator()), AS_IT_IS)
                : "read_parquet(%s)".formatted(name);
    }

    /** What the header has most of outside its quotes; a comma where it has one column. */
    private String separator() {
        String outside;
        try (Lines lines = Lines.open(file, FilePlace.START, rules)) {
            boolean held = lines.advance() && !lines.tooLong();
            String header = held
                    ? new String(lines.bytes(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8)
                    : "";
            outside = header.replaceAll("\"[^\"]*\"?", "");
        }
        int best = 0;
        for (int i = 1; i < SEPARATORS.length(); i++) {
            best = count(outside, i) > count(outside, best) ? i : best;
        }
        return SEPARATORS.substring(best, best + 1);
    }

    private static long count(String text, int separator) {
        return text.chars().filter(c -> c == SEPARATORS.charAt(separator)).count();
    }
}
