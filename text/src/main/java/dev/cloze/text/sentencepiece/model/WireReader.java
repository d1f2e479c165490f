package dev.cloze.text.sentencepiece.model;

import dev.cloze.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of one protocol-buffer message from a byte array, never beyond its end. Every length is checked
 * before anything is allocated, so a file from outside can at worst be refused.
 */
final class WireReader {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer bytes;
    private final String place;
    private int field;
    private int type;

    private WireReader(ByteBuffer bytes, String place) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.place = place;
    }

    static WireReader of(byte[] bytes, String place) {
        return new WireReader(ByteBuffer.wrap(bytes), place);
    }

    /** Moves to the next field; false at the end of the message. */
    boolean next() {
        if (!bytes.hasRemaining()) {
            return false;
        }
        long tag = readVarint();
        field = (int) Math.min(tag >>> 3, Integer.MAX_VALUE);
        type = (int) (tag & 7);
        if (field == 0 || field == Integer.MAX_VALUE) {
            throw refuse("a field number from 1 to 2^29", tag >>> 3);
        }
        return true;
    }

    /** Number of the field that {@link #next} moved to. */
    int field() {
        return field;
    }

    String place() {
        return place;
    }

    void skip() {
        switch (type) {
            case VARINT -> readVarint();
            case FIXED64 -> slice(8);
            case DELIMITED -> slice(readLength());
            case FIXED32 -> slice(4);
            default -> throw refuse("a wire type of 0, 1, 2 or 5", type);
        }
    }

    int number() {
        expect(VARINT);
        return (int) readVarint();
    }

    boolean flag() {
        expect(VARINT);
        return readVarint() != 0;
    }

    float decimal() {
        expect(FIXED32);
        return slice(4).getFloat();
    }

    byte[] raw() {
        ByteBuffer content = content();
        byte[] copy = new byte[content.remaining()];
        content.get(copy);
        return copy;
    }

    String text() {
        ByteBuffer content = content();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(content).toString();
        } catch (CharacterCodingException e) {
            throw Refusal.because(e, place, "field %d: expected UTF-8 text", field);
        }
    }

    WireReader message(String name) {
        return new WireReader(content(), place + ": " + name);
    }

    Refusal refuse(String expected, Object got) {
        return Refusal.at(place, "byte %d, field %d: expected %s, got %s", bytes.position(), field, expected, got);
    }

    private ByteBuffer content() {
        expect(DELIMITED);
        return slice(readLength());
    }

    private void expect(int wanted) {
        if (type != wanted) {
            throw refuse("wire type " + wanted, type);
        }
    }

    private int readLength() {
        long length = readVarint();
        if (length < 0 || length > bytes.remaining()) {
            throw refuse("a length of at most " + bytes.remaining(), Long.toUnsignedString(length));
        }
        return (int) length;
    }

    private ByteBuffer slice(int length) {
        if (length > bytes.remaining()) {
            throw refuse("%d more bytes".formatted(length), bytes.remaining());
        }
        ByteBuffer slice = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return slice;
    }

    private long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (!bytes.hasRemaining()) {
                throw refuse("the rest of a number", "the end of the message");
            }
            byte b = bytes.get();
            value |= shift < 64 ? (long) (b & 0x7F) << shift : 0;
            if (b >= 0) {
                return value;
            }
        }
        throw refuse("a number of at most 10 bytes", "a longer one");
    }

    @Override
    public String toString() {
        return place + Arrays.asList(bytes.position(), bytes.limit());
    }
}
