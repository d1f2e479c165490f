package dev.cloze.app.config.data;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cloze.Refusal;
import dev.cloze.Doc;
import dev.cloze.app.config.bind.FilePattern;
import dev.cloze.data.Corpus;
import dev.cloze.data.Fields;
import dev.cloze.data.LanguageTag;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.Notices;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.indexed.MegatronTokens;
import dev.cloze.data.source.Tables;
import dev.cloze.seqio.convert.SeqioText;
import dev.cloze.seqio.task.TextLines;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Where text comes from. */
public sealed interface SourceChoice {

    /** The name in reports. */
    String name();

    /** The source itself, which tells {@code notices} of records it leaves out. */
    Corpus<?> source(Notices notices);

    /** Its lines and their text, for compat = seqio. */
    default SeqioText.Source lines(double rate, long examples) {
        throw Refusal.at("data.sources", "compat = seqio reads lines of text or JSON; %s holds neither", name());
    }

    /** JSON lines. */
    @Doc("JSON lines, plain or compressed (.gz, .zst, .bz2): one document an object.")
    record JsonLines(
            @Doc("Its name in reports.") String name,

            @Doc("Files, folders or patterns such as corpus/*.jsonl.zst, in this order; a pattern's files by name.")
            List<FilePattern> files,

            @Doc("The field that holds the text; a.b is the field b of the object a.")
            String textField,

            @Doc("Further fields to carry along, for steps and pairs.")
            List<String> fields,

            @Doc("The field that holds the language's code; empty where there is none.")
            String languageField,

            @Doc("The language of all documents where no field says it.")
            String language,

            @Doc(
                    value = "Unusable records that a pass leaves out and reports; one more stops the run.",
                    unit = "records")
            long badRecords)
            implements SourceChoice {

        /** Checks that there are files. */
        public JsonLines {
            check(files);
        }

        @Override
        public Corpus<?> source(Notices notices) {
            Fields read = new Fields(textField, tag(languageField, language), fields);
            return new dev.cloze.data.source.JsonLines(name, FilePattern.set(files), read, rules(badRecords, notices));
        }

        @Override
        public SeqioText.Source lines(double rate, long examples) {
            Set<String> suffixes = Set.of(".jsonl", ".json", ".ndjson");
            return new SeqioText.Source(
                    name, SourceChoice.lines(files, suffixes, examples), SourceChoice.field(textField), rate);
        }
    }

    /** Columns. */
    @Doc("Columns between tabs, plain or compressed (.gz, .zst, .bz2).")
    record TabSeparated(
            @Doc("Its name in reports.") String name,

            @Doc("Files, folders or patterns such as corpus/*.tsv, in this order; a pattern's files by name.")
            List<FilePattern> files,

            @Doc("The columns' names; without any, the first line of each file says them.")
            List<String> columns,

            @Doc("The column that holds the text.") String textField,

            @Doc("Further fields to carry along, for steps and pairs.")
            List<String> fields,

            @Doc("The column that holds the language's code; empty where there is none.")
            String languageField,

            @Doc("The language of all documents where no column says it.")
            String language,

            @Doc(
                    value = "Unusable records that a pass leaves out and reports; one more stops the run.",
                    unit = "records")
            long badRecords)
            implements SourceChoice {

        /** Checks that there are files. */
        public TabSeparated {
            check(files);
        }

        @Override
        public Corpus<?> source(Notices notices) {
            Fields read = new Fields(textField, tag(languageField, language), fields);
            return new dev.cloze.data.source.TabSeparated(
                    name, FilePattern.set(files), columns, read, rules(badRecords, notices));
        }
    }

    /** Files of tables. */
    @Doc("Tables in files: one row is a document, and its fields are the texts that the file has; nothing is taken for a date or "
            + "a number. Separators are found in the header of a CSV file, its quotes are those of RFC 4180; a JSON field that "
            + "holds an object or an array is its JSON text; what is no text in Parquet is written as DuckDB writes it.")
    record Table(
            @Doc("Its name in reports.") String name,

            @Doc("Files, folders or patterns such as corpus/*.parquet, in this order; a pattern's files by name.")
            List<FilePattern> files,

            @Doc("Parquet, CSV with a header, or JSON in any layout.")
            Tables.Format format,

            @Doc("The column that holds the text; a.b is the field b of the structure a.")
            String textField,

            @Doc("Further fields to carry along, for steps and pairs.")
            List<String> fields,

            @Doc("The column that holds the language's code; empty where there is none.")
            String languageField,

            @Doc("The language of all documents where no column says it.")
            String language,

            @Doc(
                    value = "Unusable records that a pass leaves out and reports; one more stops the run.",
                    unit = "records")
            long badRecords)
            implements SourceChoice {

        /** Checks that there are files. */
        public Table {
            check(files);
        }

        @Override
        public Corpus<?> source(Notices notices) {
            Fields read = new Fields(textField, tag(languageField, language), fields);
            return new Tables(name, FilePattern.set(files), format, read, rules(badRecords, notices));
        }
    }

    /** A query. */
    @Doc(
            "The rows of one SELECT over files, run by an embedded DuckDB; they come in the order that the query gives them. "
                    + "What the columns hold is the query's affair: DuckDB guesses dates and numbers where the query does not "
                    + "read_csv('x.csv', all_varchar = true). It may read the folders in which the files it names lie, or "
                    + "its patterns begin, and what is in them, nothing else of this machine and nothing from the network; it writes no file but those that "
                    + "go to the temporary folder when its memory is spent.")
    record Sql(
            @Doc("Its name in reports.") String name,

            @Doc("Such as select body as text from 'x/*.parquet' where year > 2020.")
            String query,

            @Doc("Where the query's relative file names begin; a dot is beside the run file.")
            Path folder,

            @Doc(
                    value = "What the query holds in memory before DuckDB writes to the temporary folder.",
                    unit = "MB")
            int memory,

            @Doc("The column that holds the text.") String textField,

            @Doc("Further fields to carry along, for steps and pairs.")
            List<String> fields,

            @Doc("The column that holds the language's code; empty where there is none.")
            String languageField,

            @Doc("The language of all documents where no column says it.")
            String language,

            @Doc(
                    value = "Unusable records that a pass leaves out and reports; one more stops the run.",
                    unit = "records")
            long badRecords)
            implements SourceChoice {

        /** Checks the memory. */
        public Sql {
            Refusal.require(
                    memory >= dev.cloze.data.source.Sql.LEAST_MEMORY,
                    "memory must be at least %d MB, got %d",
                    dev.cloze.data.source.Sql.LEAST_MEMORY,
                    memory);
        }

        @Override
        public Corpus<?> source(Notices notices) {
            Fields read = new Fields(textField, tag(languageField, language), fields);
            return new dev.cloze.data.source.Sql(
                    name, new dev.cloze.data.source.Sql.Select(query, folder, memory), read, rules(badRecords, notices));
        }
    }

    /** Running text. */
    @Doc("Plain text, plain or compressed (.gz, .zst, .bz2).")
    record PlainText(
            @Doc("Its name in reports.") String name,

            @Doc("Files, folders or patterns such as books/*.txt, in this order; a pattern's files by name.")
            List<FilePattern> files,

            @Doc("What one document is: a line, or the lines up to a blank one.")
            LineCounts.Unit document,

            @Doc("The language of the text.") String language)
            implements SourceChoice {

        /** Checks that there are files. */
        public PlainText {
            check(files);
        }

        @Override
        public Corpus<?> source(Notices notices) {
            return new dev.cloze.data.source.PlainText(
                    name, FilePattern.set(files), document, language, rules(0, notices));
        }

        @Override
        public SeqioText.Source lines(double rate, long examples) {
            Refusal.require(
                    document == LineCounts.Unit.LINE, "document must be line for compat = seqio, got %s", document);
            TextLines lines = SourceChoice.lines(files, Set.of(".txt"), examples);
            return new SeqioText.Source(name, lines, UnaryOperator.identity(), rate);
        }
    }

    /** Indexed tokens. */
    @Doc("Megatron's indexed tokens, made with this run's tokenizer: x.idx with its x.bin beside it.")
    record Megatron(
            @Doc("Its name in reports.") String name,

            @Doc("The .idx files, folders or patterns such as data/*_document.idx.")
            List<FilePattern> files,

            @Doc("The language of the documents.") String language)
            implements SourceChoice {

        /** Checks that there are files. */
        public Megatron {
            check(files);
        }

        @Override
        public Corpus<?> source(Notices notices) {
            return new MegatronTokens(name, FilePattern.set(files), language);
        }
    }

    private static TextLines lines(List<FilePattern> files, Set<String> suffixes, long examples) {
        return new TextLines(FilePattern.set(files).resolve(suffixes), 0, examples, TextLines.Order.SEQIO);
    }

    private static UnaryOperator<String> field(String path) {
        JsonPointer pointer = JsonPointer.compile("/" + path.replace('.', '/'));
        JsonMapper mapper = new JsonMapper();
        return line -> {
            try {
                return mapper.readTree(line).at(pointer).asText();
            } catch (JsonProcessingException e) {
                throw Refusal.because(e, "data.sources", "not a JSON object: %s", e.getOriginalMessage());
            }
        };
    }

    private static void check(List<FilePattern> files) {
        Refusal.require(!files.isEmpty(), "files must name at least one file");
    }

    private static LanguageTag tag(String field, String language) {
        return field.isEmpty() ? new LanguageTag.Constant(language) : new LanguageTag.Field(field);
    }

    private static ReadingRules rules(long badRecords, Notices notices) {
        return ReadingRules.strict().withBadRecordsAllowed(badRecords).withNotices(notices);
    }
}
