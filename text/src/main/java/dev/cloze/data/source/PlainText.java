package dev.cloze.data.source;

import dev.cloze.Doc;
import dev.cloze.Rule;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.ReadingRules;
import java.util.List;
import java.util.Set;

/** Plain text: lines, or paragraphs between blank lines. */
@Doc("Plain text, plain or compressed (.gz, .zst, .bz2).")
public record PlainText(
        @Doc("Its name in reports.") String name,

        @Doc("Files, folders or patterns such as books/*.txt, in this order; a pattern's files by name.")
        List<FilePattern> files,

        @Doc("What one document is: a line, or the lines up to a blank one.")
        LineCounts.Unit document,

        @Doc("The language of the text.") String language)
        implements LineSource {

    private static final Set<String> SUFFIXES = Set.of(".txt", ".text");

    /** Checks that there are files. */
    public PlainText {
        files = FilePattern.some(files);
        Rule.said("name", name);
    }

    @Override
    public Set<String> suffixes() {
        return SUFFIXES;
    }

    @Override
    public LineCounts.Unit unit() {
        return document;
    }

    @Override
    public LineParser parser(ReadingRules rules) {
        return switch (document) {
            case LINE -> new TextLines(name, language, rules.blankTexts());
            case PARAGRAPH -> new Paragraphs(name, language, rules.maxLineBytes());
        };
    }
}
