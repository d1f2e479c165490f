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

/** JSON lines: one object a line, plain or compressed. */
@Doc("JSON lines, plain or compressed (.gz, .zst, .bz2): one document an object.")
public record JsonLines(
        @Doc("Its name in reports.") String name,

        @Doc("Files, folders or patterns such as corpus/*.jsonl.zst, in this order; a pattern's files by name.")
        List<FilePattern> files,

        @Inline Fields fields,

        @Doc(value = "Unusable records that a pass leaves out and reports; one more stops the run.", unit = "records")
        long badRecords)
        implements LineSource {

    /** How names of such files end, before the suffix of a compression. */
    public static final Set<String> SUFFIXES = Set.of(".jsonl", ".json", ".ndjson");

    /** Checks that there are files. */
    public JsonLines {
        files = FilePattern.some(files);
        Rule.said("name", name);
        Rule.notNegative("badRecords", badRecords);
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
        return new JsonLineParser(name, fields, rules.blankTexts());
    }

    @Override
    public TextCorpus read(ReadingRules rules) {
        return new LineCorpus(this, rules.withBadRecordsAllowed(badRecords));
    }
}
