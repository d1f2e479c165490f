package dev.cloze.data.source;

import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.ReadingRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Columns between tabs, without quotes or escapes.
 *
 * @param name what reports call the source
 * @param files where it is
 * @param columns the columns' names; if there are none, the first line of each file says them
 * @param fields which columns make a document
 * @param rules how strictly it is read
 */
public record TabSeparated(String name, FileSet files, List<String> columns, Fields fields, ReadingRules rules)
        implements Source {

    private static final Set<String> SUFFIXES = Set.of(".tsv", ".tab");

    /** Takes an unmodifiable copy. */
    public TabSeparated {
        columns = List.copyOf(columns);
    }

    @Override
    public Feed<Document> open(Position position, Seed seed) {
        return lines().open(position, seed);
    }

    @Override
    public Feed<Document> inOrder(Position position) {
        return lines().inOrder(position);
    }

    @Override
    public List<Path> paths() {
        return files.resolve(SUFFIXES);
    }

    @Override
    public long examples() {
        long headers = columns.isEmpty() ? files.resolve(SUFFIXES).size() : 0;
        return lines().examples() - headers;
    }

    private LineSource lines() {
        return new LineSource(
                name,
                files,
                rules,
                new LineSource.Type(SUFFIXES, LineCounts.Unit.LINE, () -> new TabParser(name, columns, fields, rules)));
    }
}
