package dev.cloze.data.source;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import dev.cloze.data.Fields;
import dev.cloze.data.file.ReadingRules;
import java.nio.file.Path;

/**
 * The rows of a query over files, such as {@code select body as text from 'x/*.parquet' where year > 2020}, run by an
 * embedded DuckDB. Rows come in the order that the query gives them; a seed does not change it. A query may read nothing
 * outside the folders of its files.
 */
@Doc("The rows of one SELECT over files, run by an embedded DuckDB; they come in the order that the query gives them. "
        + "What the columns hold is the query's affair: DuckDB guesses dates and numbers where the query does not "
        + "read_csv('x.csv', all_varchar = true). It may read the folders in which the files it names lie, or "
        + "its patterns begin, and what is in them, nothing else of this machine and nothing from the network; it writes no file but those that "
        + "go to the temporary folder when its memory is spent.")
public record Sql(
        @Doc("Its name in reports.") String name,

        @Doc("Such as select body as text from 'x/*.parquet' where year > 2020.")
        String query,

        @Doc("Where the query's relative file names begin; a dot is beside the run file.")
        Path folder,

        @Doc(value = "What the query holds in memory before DuckDB writes to the temporary folder.", unit = "MB")
        int memory,

        @Inline Fields fields,

        @Doc(value = "Unusable records that a pass leaves out and reports; one more stops the run.", unit = "records")
        long badRecords)
        implements Source {

    /** The least memory that a query can be given, in megabytes. */
    public static final int LEAST_MEMORY = 64;

    /** Checks that there are a name and a query, and the memory. */
    public Sql {
        Refusal.require(memory >= LEAST_MEMORY, "memory must be at least %d MB, got %d", LEAST_MEMORY, memory);
        Rule.said("name", name);
        Rule.said("query", query);
        Rule.notNegative("badRecords", badRecords);
    }

    /** The query without a semicolon at its end. */
    String select() {
        String bare = query.strip();
        return bare.endsWith(";") ? bare.substring(0, bare.length() - 1) : bare;
    }

    @Override
    public TextCorpus read(ReadingRules rules) {
        return new QueryCorpus(this, rules.withBadRecordsAllowed(badRecords));
    }
}
