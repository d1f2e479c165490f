package dev.cloze.data.file;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many records files have. A file that has not changed since is not counted twice, nor by a later process that is handed
 * what this one {@link #keep kept}. Safe to use from many threads.
 */
public final class LineCounts {

    private static final long WORTH_TELLING = 1L << 30;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Key, Long> known = new ConcurrentHashMap<>();

    /** What makes a record. */
    public enum Unit {
        /** A line that is not blank. */
        LINE,
        /** Lines up to a blank one. */
        PARAGRAPH
    }

    private record Key(Path file, Unit unit, long size, long modified) {}

    private record Kept(String file, Unit unit, long size, long modified, long records) {

        Key key() {
            return new Key(Path.of(file), unit, size, modified);
        }
    }

    /** The number of records, whether usable or not. */
    public long of(Path file, Unit unit, ReadingRules rules) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            long modified = attributes.lastModifiedTime().toMillis();
            Key key = new Key(file.toAbsolutePath(), unit, attributes.size(), modified);
            return known.computeIfAbsent(key, k -> count(file, unit, rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what is known in a file. */
    public void keep(Path file) {
        List<Kept> kept = known.entrySet().stream()
                .map(entry -> {
                    Key key = entry.getKey();
                    return new Kept(key.file.toString(), key.unit, key.size, key.modified, entry.getValue());
                })
                .sorted(Comparator.comparing(Kept::file).thenComparing(Kept::unit))
                .toList();
        try {
            Files.write(file, JSON.writeValueAsBytes(kept));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Knows again what was kept; a file that is not there or is broken only means that all is counted again. */
    public void recall(Path file) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            for (Kept kept : JSON.readValue(Files.readAllBytes(file), Kept[].class)) {
                known.putIfAbsent(kept.key(), kept.records());
            }
        } catch (IOException | RuntimeException e) {
            System.getLogger("dev.cloze.data").log(System.Logger.Level.DEBUG, file + ": counted again", e);
        }
    }

    private static long count(Path file, Unit unit, ReadingRules rules) {
        tell(file, rules);
        long records = 0;
        boolean inside = false;
        try (Lines lines = Lines.open(file, FilePlace.START, rules)) {
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

    private static void tell(Path file, ReadingRules rules) {
        long size = file.toFile().length();
        if (size >= WORTH_TELLING) {
            rules.notices().say(file.toString(), "counting the records of %,d MB, once".formatted(size >> 20));
        }
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
