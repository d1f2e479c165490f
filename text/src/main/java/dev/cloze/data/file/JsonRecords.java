package dev.cloze.data.file;

import dev.cloze.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The records of one JSON file in whatever layout: the elements of one array, or values one after another. Only brackets
 * and quotes are looked at; whether a record is JSON is for the reader of its {@link #bytes} to say. Records longer than the
 * rules allow are passed over without being held, and said to be {@link #tooLong}.
 */
public final class JsonRecords implements AutoCloseable {

    private static final int CHUNK = 1 << 16;
    private static final int END = -1;

    private final Path file;
    private final FrameBytes input;
    private final int maxBytes;
    private final byte[] chunk = new byte[CHUNK];
    private int at;
    private int limit;
    private byte[] record = new byte[CHUNK];
    private long length;
    private long number;
    private boolean begun;
    private boolean inArray;

    private JsonRecords(Path file, FrameBytes input, int maxBytes) {
        this.file = file;
        this.input = input;
        this.maxBytes = maxBytes;
    }

    /** The records of a file, plain or compressed. */
    public static JsonRecords open(Path file, ReadingRules rules) {
        try {
            FrameBytes bytes = Compression.open(file, FilePlace.START, rules.notices());
            return new JsonRecords(file, bytes, rules.maxLineBytes());
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", String.valueOf(e.getMessage()));
        }
    }

    /** Moves to the next record; false at the end of the file. */
    public boolean advance() {
        int first = begun ? separated() : begin();
        if (first == END) {
            return false;
        }
        length = 0;
        number++;
        if (first == '{' || first == '[') {
            readNested(first);
        } else {
            readPlain(first);
        }
        return true;
    }

    /** The first character of the first record. */
    private int begin() {
        begun = true;
        int first = afterSpace();
        if (first == 0xEF && next() == 0xBB && next() == 0xBF) {
            first = afterSpace();
        }
        if (first != '[') {
            return first;
        }
        inArray = true;
        int element = afterSpace();
        if (element == ']') {
            return endOfArray();
        }
        return element == END ? cut() : element;
    }

    /** The first character of a record behind another one. */
    private int separated() {
        int next = afterSpace();
        if (!inArray) {
            return next;
        }
        if (next == ',') {
            int element = afterSpace();
            return element == END ? cut() : element;
        }
        if (next == ']') {
            return endOfArray();
        }
        throw refused(next == END ? "the file ends inside its array" : "expected a comma or the array's end");
    }

    private int endOfArray() {
        if (afterSpace() != END) {
            throw refused("expected nothing behind the array");
        }
        inArray = false;
        return END;
    }

    private int cut() {
        throw refused("the file ends inside its array");
    }

    private void readNested(int first) {
        long depth = 0;
        int c = first;
        while (c != END) {
            add(c);
            if (c == '"') {
                readString();
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return;
            }
            c = next();
        }
        throw refused("the file ends inside this record");
    }

    /** Reads up to the closing quote; the opening one is read. */
    private void readString() {
        for (int c = next(); c != END; c = next()) {
            add(c);
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                add(next());
            } else if (c == '\n') {
                throw refused("a text goes on over the end of a line");
            }
        }
        throw refused("the file ends inside a text");
    }

    private void readPlain(int first) {
        int c = first;
        while (c != END && !isSpace(c) && "{}[],".indexOf(c) < 0) {
            add(c);
            if (c == '"') {
                readString();
                return;
            }
            c = next();
        }
        if (length == 0) {
            throw refused("expected a JSON object, got '" + (char) c + "'");
        }
        if (c != END) {
            at--;
        }
    }

    private void add(int c) {
        if (length < maxBytes) {
            if (length == record.length) {
                record = Arrays.copyOf(record, (int) Math.min(2L * record.length, maxBytes));
            }
            record[(int) length] = (byte) c;
        }
        length++;
    }

    private int afterSpace() {
        int c = next();
        while (isSpace(c)) {
            c = next();
        }
        return c;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private int next() {
        return at < limit || fill() ? chunk[at++] & 0xFF : END;
    }

    private boolean fill() {
        try {
            limit = Math.max(0, input.read(chunk, 0, chunk.length));
            at = 0;
            return limit > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    private Refusal refused(String rule) {
        return Refusal.at(file + ": record " + Math.max(1, number), "%s", rule);
    }

    /** What the record's bytes begin; changes with {@link #advance}. */
    public byte[] bytes() {
        return record;
    }

    /** How many bytes the record has. */
    public int length() {
        return tooLong() ? 0 : (int) length;
    }

    /** Whether the record was longer than the rules allow; its bytes are then not there. */
    public boolean tooLong() {
        return length > maxBytes;
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
