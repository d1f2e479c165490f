package dev.cloze.data.source;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.ReadingRules;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query over files, such as {@code select body as text from 'x/*.parquet' where year > 2020}, run by an
 * embedded DuckDB. Rows come in the order that the query gives them; a seed does not change it. The files are looked for
 * once, and a query may read nothing outside their folders.
 */
public final class Sql implements Source {

    /** The least memory that a query can be given, in megabytes. */
    public static final int LEAST_MEMORY = 64;

    private final String name;
    private final Select select;
    private final Fields fields;
    private final ReadingRules rules;
    private final RowMemory memory = new RowMemory();
    private SqlFiles.@Nullable Found found;

    /**
     * What is asked.
     *
     * @param query one SELECT
     * @param folder where the query's relative file names begin
     * @param memory the most megabytes that the query holds before it writes to the temporary folder
     */
    public record Select(String query, Path folder, int memory) {

        /** Takes away a semicolon at the end. */
        public Select {
            Refusal.require(memory >= LEAST_MEMORY, "memory must be at least %d MB, got %d", LEAST_MEMORY, memory);
            query = query.strip();
            query = query.endsWith(";") ? query.substring(0, query.length() - 1) : query;
        }
    }

    /** A query's rows under a name; {@code fields} says which columns make a document. */
    public Sql(String name, Select select, Fields fields, ReadingRules rules) {
        this.name = name;
        this.select = select;
        this.fields = fields;
        this.rules = rules;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Feed<Document> open(Position position, Seed seed) {
        return inOrder(position);
    }

    @Override
    public Feed<Document> inOrder(Position position) {
        return new RowDocuments(spec(), position);
    }

    @Override
    public long examples() {
        return spec().count();
    }

    /** The files that the query reads. */
    @Override
    public List<Path> paths() {
        return found().files();
    }

    private synchronized SqlFiles.Found found() {
        SqlFiles.Found known = found;
        if (known == null) {
            known = SqlFiles.of(name, select.query(), select.folder());
            found = known;
        }
        return known;
    }

    private RowDocuments.Spec spec() {
        Engine engine = new Engine(select.memory(), found().folders());
        String identity = select.query() + FileSet.fingerprint(found().files());
        QueryRows.Query only = new QueryRows.Query(name, found().sql(), identity, engine);
        return new RowDocuments.Spec(name, List.of(only), fields, rules, memory);
    }
}
