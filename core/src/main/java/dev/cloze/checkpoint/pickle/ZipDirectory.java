package dev.cloze.checkpoint.pickle;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the entries of a zip archive lie. Only stored entries are taken, as torch writes them: nothing is ever unpacked, so
 * no entry can be larger than the file.
 */
final class ZipDirectory {

    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int ENTRY = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final long MOST_ENTRIES = 100_000;
    private static final long MOST_BYTES = 1 << 23;
    private static final long WIDE = 0xFFFFFFFFL;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Range> entries = new HashMap<>();

    private ZipDirectory(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Where an entry's bytes lie.
     *
     * @param begin the first
     * @param bytes how many
     */
    record Range(long begin, long bytes) {}

    /** Reads the directory of {@code file}. */
    static ZipDirectory read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ZipDirectory directory = new ZipDirectory(file, channel);
            directory.readEntries();
            return directory;
        }
    }

    /** The entry of that name. */
    Optional<Range> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** The only entry whose name ends so. */
    String nameEndingIn(String suffix) {
        return entries.keySet().stream()
                .filter(name -> name.endsWith(suffix))
                .reduce((a, b) -> {
                    throw refuse("must have one entry %s, got two".formatted(suffix));
                })
                .orElseThrow(() -> refuse("has no entry " + suffix));
    }

    private void readEntries() throws IOException {
        Central central = central();
        expect(central.count <= MOST_ENTRIES, "must have at most " + MOST_ENTRIES + " entries, got " + central.count);
        expect(
                central.bytes <= MOST_BYTES,
                "its directory must be at most " + MOST_BYTES + " bytes, got " + central.bytes);
        ByteBuffer all = at(central.begin, central.bytes);
        for (long i = 0; i < central.count; i++) {
            readEntry(all);
        }
        checkApart();
    }

    /** Bytes belong to one entry each: entries that share theirs are how small archives pass for large ones. */
    private void checkApart() {
        List<Map.Entry<String, Range>> ordered = new ArrayList<>(entries.entrySet());
        ordered.sort(Comparator.comparingLong(entry -> entry.getValue().begin()));
        long reached = 0;
        for (Map.Entry<String, Range> entry : ordered) {
            Range range = entry.getValue();
            expect(range.begin() >= reached, "an entry overlaps the one before: " + Shown.of(entry.getKey()));
            reached = range.begin() + range.bytes();
        }
    }

    /**
     * The directory's place.
     *
     * @param begin its first byte
     * @param bytes its size
     * @param count entries in it
     */
    private record Central(long begin, long bytes, long count) {}

    private Central central() throws IOException {
        long size = channel.size();
        long tail = Math.min(size, END_BYTES + LONGEST_COMMENT);
        ByteBuffer last = at(size - tail, tail);
        int end = last.limit() - END_BYTES;
        while (end >= 0 && last.getInt(end) != END) {
            end--;
        }
        expect(end >= 0, "is cut off: the archive has no end");
        Central small =
                new Central(unsigned(last, end + 16), unsigned(last, end + 12), last.getShort(end + 10) & 0xFFFF);
        int locator = end - 20;
        boolean wide = locator >= 0 && last.getInt(locator) == LOCATOR_64;
        return wide ? central64(last.getLong(locator + 8)) : small;
    }

    private Central central64(long begin) throws IOException {
        ByteBuffer end = at(begin, 56);
        expect(end.getInt(0) == END_64, "the archive's 64-bit end is damaged");
        return new Central(end.getLong(48), end.getLong(40), end.getLong(32));
    }

    private void readEntry(ByteBuffer all) throws IOException {
        expect(all.remaining() >= 46 && all.getInt(all.position()) == ENTRY, "the archive's directory is damaged");
        int from = all.position();
        int method = all.getShort(from + 10) & 0xFFFF;
        int nameBytes = all.getShort(from + 28) & 0xFFFF;
        int extraBytes = all.getShort(from + 30) & 0xFFFF;
        int end = from + 46 + nameBytes + extraBytes + (all.getShort(from + 32) & 0xFFFF);
        expect(end <= all.limit(), "the archive's directory is damaged");
        byte[] name = new byte[nameBytes];
        all.get(from + 46, name);
        String text = new String(name, StandardCharsets.UTF_8);
        expect(method == 0, "entries must be stored, not packed, got " + Shown.of(text));
        long[] sizes = {unsigned(all, from + 20), unsigned(all, from + 24), unsigned(all, from + 42)};
        widen(all.slice(from + 46 + nameBytes, extraBytes).order(ByteOrder.LITTLE_ENDIAN), sizes);
        expect(sizes[0] == sizes[1], "a stored entry's two sizes differ: " + Shown.of(text));
        expect(entries.put(text, range(sizes[2], sizes[1], text)) == null, "an entry stands twice: " + Shown.of(text));
        all.position(end);
    }

    /** Replaces packed size, size and offset by those of the 64-bit field, where they did not fit. */
    private void widen(ByteBuffer extra, long[] sizes) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xFFFF;
            int bytes = extra.getShort() & 0xFFFF;
            expect(bytes <= extra.remaining(), "the archive's directory is damaged");
            ByteBuffer field = extra.slice(extra.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
            extra.position(extra.position() + bytes);
            if (id == 1) {
                takeWide(field, sizes);
            }
        }
    }

    // The field lists what did not fit in the order size, packed size, offset.
    private void takeWide(ByteBuffer field, long[] sizes) {
        for (int i : new int[] {1, 0, 2}) {
            if (sizes[i] == WIDE) {
                expect(field.remaining() >= 8, "the archive's directory is damaged");
                sizes[i] = field.getLong();
            }
        }
    }

    private Range range(long local, long bytes, String name) throws IOException {
        ByteBuffer header = at(local, 30);
        expect(header.getInt(0) == LOCAL, "an entry does not lie where the directory says: " + Shown.of(name));
        long begin = local + 30 + (header.getShort(26) & 0xFFFF) + (header.getShort(28) & 0xFFFF);
        expect(bytes >= 0 && begin <= channel.size() - bytes, "an entry reaches beyond the file: " + Shown.of(name));
        return new Range(begin, bytes);
    }

    private ByteBuffer at(long begin, long bytes) throws IOException {
        expect(begin >= 0 && bytes >= 0 && begin <= channel.size() - bytes, "the archive points beyond the file");
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            expect(channel.read(buffer, begin + buffer.position()) >= 0, "the archive is cut off");
        }
        return buffer.flip();
    }

    private static long unsigned(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & WIDE;
    }

    private void expect(boolean holds, String rule) {
        if (!holds) {
            throw refuse(rule);
        }
    }

    private Refusal refuse(String rule) {
        return Refusal.at(file.toString(), "%s", rule);
    }
}
