package dev.cloze.data.source;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Rule;
import dev.cloze.data.Fields;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.ReadingRules;
import java.util.List;
import java.util.Set;

/**
 * Files of tables: one row is a document, and its fields are what the file says. Nothing is taken for a date, a number or
 * missing because it looks like it. Parquet and CSV are read by an embedded DuckDB.
 */
@Doc(
        "Tables in files: one row is a document, and its fields are the texts that the file has; nothing is taken for a date or "
                + "a number. Separators are found in the header of a CSV file, its quotes are those of RFC 4180; a JSON field that "
                + "holds an object or an array is its JSON text; what is no text in Parquet is written as DuckDB writes it.")
public record Table(
        @Doc("Its name in reports.") String name,

        @Doc("Files, folders or patterns such as corpus/*.parquet, in this order; a pattern's files by name.")
        List<FilePattern> files,

        @Doc("Parquet, CSV with a header, or JSON in any layout.")
        Format format,

        @Inline Fields fields,

        @Doc(value = "Unusable records that a pass leaves out and reports; one more stops the run.", unit = "records")
        long badRecords)
        implements Source {

    /** Checks that there are files. */
    public Table {
        files = FilePattern.some(files);
        Rule.said("name", name);
        Rule.notNegative("badRecords", badRecords);
    }

    /** Kinds of files. */
    public enum Format {
        /** Apache Parquet; values that are no texts are written as DuckDB writes them. */
        PARQUET,
        /** Values between commas, semicolons, tabs or bars, whichever its header has most of; quotes as in RFC 4180. */
        CSV,
        /** JSON in any layout: one array, objects one after another, nested. */
        JSON;

        Set<String> suffixes() {
            return switch (this) {
                case PARQUET -> Set.of(".parquet");
                case CSV -> Set.of(".csv");
                case JSON -> Set.of(".json", ".jsonl", ".ndjson");
            };
        }
    }

    @Override
    public TextCorpus read(ReadingRules rules) {
        return new TableCorpus(this, rules.withBadRecordsAllowed(badRecords));
    }
}
