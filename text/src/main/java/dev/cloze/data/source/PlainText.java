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

/**
 * Plain text.
 *
 * @param name what reports call the source
 * @param files where it is
 * @param unit whether a document is a line, or a paragraph between blank lines
 * @param language the code of the text's language
 * @param rules how strictly it is read
 */
public record PlainText(String name, FileSet files, LineCounts.Unit unit, String language, ReadingRules rules)
        implements Source {

    private static final Set<String> SUFFIXES = Set.of(".txt", ".text");

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
        return new LineSource(name, files, rules, new LineSource.Type(SUFFIXES, unit, this::parser));
    }

    private LineParser parser() {
        return switch (unit) {
            case LINE -> new TextLines(name, language);
            case PARAGRAPH -> new Paragraphs(name, language, rules.maxLineBytes());
        };
    }
}
