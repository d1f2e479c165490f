package dev.cloze.app.config.bind;

import dev.cloze.data.file.FileSet;
import java.nio.file.Path;
import java.util.List;

/**
 * A file, a folder or a pattern such as {@code corpus/*.jsonl.zst}.
 *
 * @param folder where it begins
 * @param pattern as written
 */
public record FilePattern(Path folder, String pattern) {

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
