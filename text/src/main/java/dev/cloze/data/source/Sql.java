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

/**
 * The rows of a query over files, such as {@code select body as text from 'x/*.parquet' where year > 2020}, run by an
 * embedded DuckDB. Rows come in the order that the query gives them; a seed does not change it.
 *
 * @param name what reports call the source
 * @param query one SELECT
 * @param folder where the query's relative file names begin
 * @param fields which columns make a document
 * @param rules how many bad rows are left out, and who is told
 */
public record Sql(String name, String query, Path folder, Fields fields, ReadingRules rules) implements Source {

    /** Takes away a semicolon at the end. */
    public Sql {
        query = query.strip();
        query = query.endsWith(";") ? query.substring(0, query.length() - 1) : query;
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
        return RowDocuments.count(spec());
    }

    /** The files that the query reads. */
    @Override
    public List<Path> paths() {
        return SqlFiles.of(name, query, folder);
    }

    private RowDocuments.Spec spec() {
        String identity = query + FileSet.fingerprint(paths());
        RowDocuments.Query only = new RowDocuments.Query(name, query, identity);
        return new RowDocuments.Spec(name, folder, List.of(only), fields, rules);
    }
}
