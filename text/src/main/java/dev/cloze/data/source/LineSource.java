package dev.cloze.data.source;

import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.ReadingRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Files of lines, in one of three formats. */
sealed interface LineSource extends Source permits JsonLines, TabSeparated, PlainText {

    /** Where they are. */
    List<FilePattern> files();

    /** How the names of its files end. */
    Set<String> suffixes();

    /** What makes a record. */
    LineCounts.Unit unit();

    /** What reads a pass of it. */
    LineParser parser(ReadingRules rules);

    /** Records of each file that are no documents. */
    default int headers() {
        return 0;
    }

    default List<Path> paths() {
        return FilePattern.set(files()).resolve(suffixes());
    }

    @Override
    default TextCorpus read(ReadingRules rules) {
        return new LineCorpus(this, rules);
    }
}
