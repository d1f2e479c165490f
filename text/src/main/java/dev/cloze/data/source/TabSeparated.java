package dev.cloze.data.source;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Rule;
import dev.cloze.data.Fields;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.ReadingRules;
import java.util.List;
import java.util.Set;

/** Columns between tabs, without quotes or escapes. */
@Doc("Columns between tabs, plain or compressed (.gz, .zst, .bz2).")
public record TabSeparated(
        @Doc("Its name in reports.") String name,

        @Doc("Files, folders or patterns such as corpus/*.tsv, in this order; a pattern's files by name.")
        List<FilePattern> files,

        @Doc("The columns' names; without any, the first line of each file says them.")
        List<String> columns,

        @Inline Fields fields,

        @Doc(value = "Unusable records that a pass leaves out and reports; one more stops the run.", unit = "records")
        long badRecords)
        implements LineSource {

    private static final Set<String> SUFFIXES = Set.of(".tsv", ".tab");

    /** Checks that there are files. */
    public TabSeparated {
        files = FilePattern.some(files);
        Rule.said("name", name);
        Rule.notNegative("badRecords", badRecords);
        columns = List.copyOf(columns);
        Rule.said("columns", columns);
    }

    @Override
    public Set<String> suffixes() {
        return SUFFIXES;
    }

    @Override
    public LineCounts.Unit unit() {
        return LineCounts.Unit.LINE;
    }

    @Override
    public LineParser parser(ReadingRules rules) {
        return new TabParser(name, columns, fields, rules);
    }

    @Override
    public int headers() {
        return columns.isEmpty() ? 1 : 0;
    }

    @Override
    public TextCorpus read(ReadingRules rules) {
        return new LineCorpus(this, rules.withBadRecordsAllowed(badRecords));
    }
}
