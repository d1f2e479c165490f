package dev.cloze.data.indexed;

import dev.cloze.Refusal;
import java.nio.ByteBuffer;

/** The number type of the token ids in a file. */
public enum IdType {
    /** One byte. */
    UINT8(1, 1),
    /** One byte with a sign. */
    INT8(2, 1),
    /** Two bytes with a sign. */
    INT16(3, 2),
    /** Four bytes. */
    INT32(4, 4),
    /** Eight bytes. */
    INT64(5, 8),
    /** Two bytes. */
    UINT16(8, 2);

    private static final int SHORT_IDS_BELOW = 65500;

    private final int code;
    private final int bytes;

    IdType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The type that Megatron takes for a vocabulary: 16 bits below 65,500 ids, else 32. */
    public static IdType forVocabulary(long size) {
        return size < SHORT_IDS_BELOW ? UINT16 : INT32;
    }

    /** The type of a file's code. */
    static IdType ofCode(int code, String place) {
        for (IdType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        String known = code == 6 || code == 7 ? "holds floats, not token ids: " : "";
        throw Refusal.at(place, "%stype code must be one of 1, 2, 3, 4, 5, 8, got %d", known, code);
    }

    /** The type's code in a file. */
    public int code() {
        return code;
    }

    /** How many bytes an id takes. */
    public int bytes() {
        return bytes;
    }

    /** The next id of a buffer. */
    long read(ByteBuffer buffer) {
        return switch (this) {
            case UINT8 -> buffer.get() & 0xFF;
            case INT8 -> buffer.get();
            case INT16 -> buffer.getShort();
            case INT32 -> buffer.getInt();
            case INT64 -> buffer.getLong();
            case UINT16 -> buffer.getShort() & 0xFFFF;
        };
    }

    /** Adds an id to a buffer. */
    void write(int id, ByteBuffer buffer) {
        switch (this) {
            case UINT8, INT8 -> buffer.put((byte) id);
            case INT16, UINT16 -> buffer.putShort((short) id);
            case INT32 -> buffer.putInt(id);
            case INT64 -> buffer.putLong(id);
        }
    }

    /** Whether an id can be written. */
    boolean holds(int id) {
        return switch (this) {
            case UINT8 -> id >= 0 && id <= 0xFF;
            case INT8 -> id == (byte) id;
            case INT16 -> id == (short) id;
            case INT32, INT64 -> true;
            case UINT16 -> id >= 0 && id <= 0xFFFF;
        };
    }
}
