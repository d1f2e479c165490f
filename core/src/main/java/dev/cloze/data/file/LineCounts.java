package dev.cloze.data.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many records a file has. A file that has not changed since is not counted twice by the same process. */
public final class LineCounts {

    private static final Map<Key, Long> KNOWN = new ConcurrentHashMap<>();

    private LineCounts() {}

    /** What makes a record. */
    public enum Unit {
        /** A line that is not blank. */
        LINE,
        /** Lines up to a blank one. */
        PARAGRAPH
    }

    private record Key(Path file, Unit unit, long size, long modified) {}

    /** The number of records, whether usable or not. */
    public static long of(Path file, Unit unit, ReadingRules rules) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            long modified = attributes.lastModifiedTime().toMillis();
            Key key = new Key(file.toAbsolutePath(), unit, attributes.size(), modified);
            return KNOWN.computeIfAbsent(key, k -> count(file, unit, rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(Path file, Unit unit, ReadingRules rules) {
        long records = 0;
        boolean inside = false;
        try (Lines lines = Lines.open(file, Place.START, rules)) {
            while (lines.advance()) {
                boolean blank = isBlank(lines);
                if (!blank && (unit == Unit.LINE || !inside)) {
                    records++;
                }
                inside = !blank;
            }
        }
        return records;
    }

    /** Whether a line holds nothing but spaces, tabs and carriage returns. */
    public static boolean isBlank(Lines line) {
        if (line.tooLong()) {
            return false;
        }
        for (int i = line.from(); i < line.to(); i++) {
            byte b = line.bytes()[i];
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
