package dev.cloze.checkpoint.pickle;

import dev.cloze.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Little-endian numbers and bounded strings of a pickle, counting the bytes that were read. */
final class PickleReader {

    private static final int LONGEST_STRING = 1 << 16;

    private final InputStream in;
    private final String file;
    private long position;

    PickleReader(InputStream in, String file) {
        this.in = in;
        this.file = file;
    }

    /** Bytes read so far. */
    long position() {
        return position;
    }

    int unsignedByte() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the pickle is cut off");
        }
        position++;
        return next;
    }

    int unsignedShort() throws IOException {
        return (int) number(2);
    }

    int integer() throws IOException {
        return (int) number(4);
    }

    long number(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) unsignedByte() << (8 * i);
        }
        return value;
    }

    /** A signed number of any width up to eight bytes; wider ones are given as 0, since no size can be one. */
    long signed(int bytes) throws IOException {
        if (bytes > Long.BYTES) {
            bytes(bytes);
            return 0;
        }
        if (bytes == 0) {
            return 0;
        }
        int shift = 64 - 8 * bytes;
        return number(bytes) << shift >> shift;
    }

    double bigEndianDouble() throws IOException {
        return Double.longBitsToDouble(Long.reverseBytes(number(8)));
    }

    String text(long bytes) throws IOException {
        return new String(bytes(bytes), StandardCharsets.UTF_8);
    }

    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
            check(line.length() < LONGEST_STRING, line.length());
            line.append((char) next);
        }
        return line.toString();
    }

    private byte[] bytes(long count) throws IOException {
        check(0 <= count && count <= LONGEST_STRING, count);
        byte[] bytes = in.readNBytes((int) count);
        if (bytes.length < count) {
            throw new EOFException("the pickle is cut off");
        }
        position += count;
        return bytes;
    }

    private void check(boolean holds, long length) {
        if (!holds) {
            throw Refusal.at(file, "a string of the pickle must be at most %d bytes, got %d", LONGEST_STRING, length);
        }
    }
}
