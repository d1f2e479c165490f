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
 * JSON lines: one object a line, plain or compressed.
 *
 * @param name what reports call the source
 * @param files where it is
 * @param fields which fields make a document
 * @param rules how strictly it is read
 */
public record JsonLines(String name, FileSet files, Fields fields, ReadingRules rules) implements Source {

    private static final Set<String> SUFFIXES = Set.of(".jsonl", ".json", ".ndjson");

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
        return lines().examples();
    }

    private LineSource lines() {
        return new LineSource(
                name,
                files,
                rules,
                new LineSource.Type(SUFFIXES, LineCounts.Unit.LINE, () -> new JsonLineParser(name, fields)));
    }
}
