package dev.cloze.data.source;

import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.ReadingRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the sources of lines have in common.
 *
 * @param name the source's name
 * @param files its files
 * @param rules how strictly they are read
 * @param type what its lines hold
 */
record LineSource(String name, FileSet files, ReadingRules rules, Type type) {

    /**
     * A kind of file.
     *
     * @param suffixes how the names of its files end
     * @param unit what makes a record
     * @param parser what reads a pass of it
     */
    record Type(Set<String> suffixes, LineCounts.Unit unit, Supplier<LineParser> parser) {}

    Feed<Document> open(Position position, Seed seed) {
        List<Path> order = seed.split("files").shuffled(files.resolve(type.suffixes()));
        return new LineDocuments(this, order, position);
    }

    Feed<Document> inOrder(Position position) {
        return new LineDocuments(this, files.resolve(type.suffixes()), position);
    }

    long examples() {
        return files.resolve(type.suffixes()).stream()
                .mapToLong(file -> LineCounts.of(file, type.unit(), rules))
                .sum();
    }
}
