package dev.cloze.data.source;

import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.file.ReadingRules;
import java.nio.file.Path;
import java.util.List;

/**
 * The lines of files as documents.
 *
 * @param source which files, and what their lines hold
 * @param rules how strictly they are read
 */
record LineCorpus(LineSource source, ReadingRules rules) implements TextCorpus {

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Feed<Document> open(Position position, Seed seed) {
        return new LineDocuments(this, seed.split("files").shuffled(paths()), position);
    }

    @Override
    public Feed<Document> inOrder(Position position) {
        return new LineDocuments(this, paths(), position);
    }

    @Override
    public List<Path> paths() {
        return source.paths();
    }

    @Override
    public long examples() {
        return paths().stream()
                .mapToLong(file -> rules.counts().of(file, source.unit(), rules) - source.headers())
                .sum();
    }
}
