package dev.cloze.data.file;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Files by name, by pattern or by folder. A pattern ({@code *}, {@code ?}, {@code [a-z]}, {@code {de,fr}}, {@code **}) and
 * a folder stand for what they hold, sorted; so the order never depends on the file system.
 *
 * @param folder where relative names begin
 * @param patterns names, patterns or folders, in the order in which they are read
 */
public record FileSet(Path folder, List<String> patterns) {

    private static final String WILDCARDS = "*?[{";

    /** Checks that something is asked for. */
    public FileSet {
        patterns = List.copyOf(patterns);
        Refusal.require(!patterns.isEmpty(), "at least one file, pattern or folder must be given");
    }

    /** Files by name. */
    public static FileSet of(Path... files) {
        return new FileSet(Path.of(""), Stream.of(files).map(Path::toString).toList());
    }

    /**
     * The files, each once. Of a folder those are taken whose name ends, before the compression's suffix, with one of
     * {@code suffixes}. A pattern or folder without a file is refused, and so are files that are missing or empty.
     */
    public List<Path> resolve(Set<String> suffixes) {
        Set<Path> files = new LinkedHashSet<>();
        for (String pattern : patterns) {
            files.addAll(resolve(pattern, suffixes));
        }
        files.forEach(FileSet::requireContent);
        return List.copyOf(files);
    }

    /** What tells a file from another one of the same name, cheaply: its name and size. The folder may change. */
    public static String identity(Path file) {
        try {
            return file.getFileName() + " of " + Files.size(file) + " bytes";
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", String.valueOf(e.getMessage()));
        }
    }

    /** What tells files, in this order, from others or from changed ones, cheaply. */
    public static long fingerprint(List<Path> files) {
        Seed hash = new Seed(files.size());
        for (Path file : files) {
            hash = hash.split(identity(file));
        }
        return hash.value();
    }

    private List<Path> resolve(String pattern, Set<String> suffixes) {
        Path exact = path(pattern);
        if (Files.isDirectory(exact)) {
            List<Path> files = walk(exact, file -> hasSuffix(file, suffixes));
            if (files.isEmpty()) {
                throw Refusal.at(exact.toString(), "the folder must hold a file of type %s", suffixes);
            }
            return files;
        }
        if (Files.exists(exact) || firstWildcard(pattern) < 0) {
            return List.of(exact);
        }
        return matching(pattern);
    }

    private Path path(String pattern) {
        try {
            return folder.resolve(pattern);
        } catch (InvalidPathException e) {
            throw Refusal.because(e, "files", "not a file name: %s", String.valueOf(e.getMessage()));
        }
    }

    private List<Path> matching(String pattern) {
        String fixed = pattern.substring(0, firstWildcard(pattern));
        Path start = folder.resolve(fixed.substring(0, fixed.lastIndexOf('/') + 1));
        String absolute = escaped(folder.resolve("x").toString(), pattern);
        PathMatcher matcher = matcher(pattern, absolute);
        List<Path> files = Files.isDirectory(start) ? walk(start, matcher::matches) : List.of();
        if (files.isEmpty()) {
            throw Refusal.at(path(pattern).toString(), "no file matches this pattern");
        }
        return files;
    }

    private static PathMatcher matcher(String pattern, String absolute) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + absolute);
        } catch (PatternSyntaxException e) {
            throw Refusal.because(e, pattern, "must be a pattern of files: %s", e.getDescription());
        }
    }

    /** The pattern behind the folder, whose own name must not be read as a pattern. */
    private static String escaped(String insideFolder, String pattern) {
        if (Path.of(pattern.substring(0, firstWildcard(pattern))).isAbsolute()) {
            return pattern;
        }
        String prefix = insideFolder.substring(0, insideFolder.length() - 1);
        return prefix.replaceAll("([\\\\*?\\[\\]{}])", "\\\\$1") + pattern;
    }

    private static int firstWildcard(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (WILDCARDS.indexOf(pattern.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static List<Path> walk(Path start, Predicate<Path> wanted) {
        try (Stream<Path> all = Files.walk(start, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(wanted)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw Refusal.because(e, start.toString(), "the folder cannot be read: %s", String.valueOf(e.getMessage()));
        }
    }

    private static boolean hasSuffix(Path file, Set<String> suffixes) {
        String name = Compression.of(file).plainName(file.getFileName().toString());
        return suffixes.stream().anyMatch(name::endsWith);
    }

    private static void requireContent(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Refusal.at(file.toString(), Files.exists(file) ? "not a file" : "no such file");
        }
        try {
            if (Files.size(file) == 0) {
                throw Refusal.at(file.toString(), "the file is empty");
            }
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", String.valueOf(e.getMessage()));
        }
    }
}
