package dev.cloze.data.file;

import dev.cloze.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of one file, each a range of {@link #bytes}. A line ends with {@code \n} or with the file. Lines longer than the
 * rules allow are passed over without being held, and said to be {@link #tooLong}.
 */
public final class Lines implements AutoCloseable {

    private static final int INITIAL_SIZE = 1 << 16;
    private static final int BYTE_ORDER_MARK = 3;

    private final Path file;
    private final FrameBytes input;
    private final int maxLineBytes;
    private byte[] bytes;
    private int from;
    private int to;
    private int next;
    private int limit;
    private int filledFrom;
    private boolean tooLong;
    private long line;
    private boolean atStart;

    private Lines(Path file, FrameBytes input, FilePlace place, int maxLineBytes) {
        this.file = file;
        this.input = input;
        this.maxLineBytes = maxLineBytes;
        bytes = new byte[INITIAL_SIZE];
        line = place.line();
        atStart = place.equals(FilePlace.START);
    }

    /** The lines behind a place. */
    public static Lines open(Path file, FilePlace place, ReadingRules rules) {
        try {
            return new Lines(file, Compression.open(file, place, rules.notices()), place, rules.maxLineBytes());
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", reason(e));
        }
    }

    /** Moves to the next line; false at the end of the file. */
    public boolean advance() {
        from = next;
        tooLong = false;
        int end = Bytes.indexOf(bytes, next, limit, (byte) '\n');
        while (end < 0) {
            if (!fill()) {
                return endOfFile();
            }
            end = Bytes.indexOf(bytes, filledFrom, limit, (byte) '\n');
        }
        endAt(end, end + 1);
        return true;
    }

    private boolean endOfFile() {
        if (from == limit && !tooLong) {
            return false;
        }
        endAt(limit, limit);
        return true;
    }

    private void endAt(int end, int behind) {
        to = end;
        next = behind;
        line++;
        if (tooLong || to - from > maxLineBytes) {
            tooLong = true;
            from = to;
        }
        if (atStart) {
            atStart = false;
            skipByteOrderMark();
        }
    }

    private void skipByteOrderMark() {
        if (to - from >= BYTE_ORDER_MARK
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF) {
            from += BYTE_ORDER_MARK;
        }
    }

    /** Makes room and reads on; false at the end of the file. Keeps [from, limit), unless the line is too long to keep. */
    private boolean fill() {
        if (limit - from > maxLineBytes) {
            tooLong = true;
            limit = from;
        }
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, limit - from);
            limit -= from;
            from = 0;
        }
        if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, maxLineBytes + (long) INITIAL_SIZE));
        }
        filledFrom = limit;
        try {
            int count = input.read(bytes, limit, bytes.length - limit);
            limit += Math.max(count, 0);
            return count > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** What {@link #from} and {@link #to} point into; changes with {@link #advance}. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the line begins, without a byte order mark. */
    public int from() {
        return from;
    }

    /** Where the line ends, without {@code \n}. */
    public int to() {
        return to;
    }

    /** Whether the line was longer than the rules allow; its bytes are then not there. */
    public boolean tooLong() {
        return tooLong;
    }

    /** The line's number in the file, from 1. */
    public long number() {
        return line;
    }

    /** The place behind the line. */
    public FilePlace place() {
        // The bytes behind the line are of the frame that was read last: a frame is read only where no line is left.
        return new FilePlace(input.frame(), input.offset() - (limit - next), line);
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
