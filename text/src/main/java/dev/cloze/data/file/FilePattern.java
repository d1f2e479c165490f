package dev.cloze.data.file;

import dev.cloze.Refusal;
import dev.cloze.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file, a folder or a pattern such as {@code corpus/*.jsonl.zst}.
 *
 * @param folder where it begins
 * @param pattern as written
 */
public record FilePattern(Path folder, String pattern) {

    /** Checks that it can name a file. */
    public FilePattern {
        Rule.said("files", pattern);
    }

    /** Files by name. */
    public static List<FilePattern> of(Path... files) {
        return Stream.of(files)
                .map(file -> new FilePattern(Path.of(""), file.toString()))
                .toList();
    }

    /** Patterns, of which there must be some. */
    public static List<FilePattern> some(List<FilePattern> files) {
        Refusal.require(!files.isEmpty(), "files must name at least one file");
        return List.copyOf(files);
    }

    /** Files in the order of the patterns. */
    public static FileSet set(List<FilePattern> patterns) {
        if (patterns.stream().map(FilePattern::folder).distinct().count() == 1) {
            List<String> written = patterns.stream().map(FilePattern::pattern).toList();
            return new FileSet(patterns.get(0).folder(), written);
        }
        return new FileSet(
                Path.of(""), patterns.stream().map(FilePattern::toString).toList());
    }

    /** From the root of the file system. */
    @Override
    public String toString() {
        return folder.toAbsolutePath().normalize().resolve(pattern).toString();
    }
}
