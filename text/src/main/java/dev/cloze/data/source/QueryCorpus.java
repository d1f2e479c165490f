package dev.cloze.data.source;

import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.ReadingRules;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a query as documents. The files are looked for once. */
final class QueryCorpus implements TextCorpus {

    private final Sql source;
    private final ReadingRules rules;
    private final RowMemory memory = new RowMemory();
    private SqlFiles.@Nullable Found found;

    QueryCorpus(Sql source, ReadingRules rules) {
        this.source = source;
        this.rules = rules;
    }

    @Override
    public String name() {
        return source.name();
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
            known = SqlFiles.of(name(), source.select(), source.folder());
            found = known;
        }
        return known;
    }

    private RowDocuments.Spec spec() {
        Engine engine = new Engine(source.memory(), found().folders());
        String identity = source.select() + FileSet.fingerprint(found().files());
        QueryRows.Query only = new QueryRows.Query(name(), found().sql(), identity, engine);
        return new RowDocuments.Spec(name(), List.of(only), source.fields(), rules, memory);
    }
}
