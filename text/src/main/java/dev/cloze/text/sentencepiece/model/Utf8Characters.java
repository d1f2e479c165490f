package dev.cloze.text.sentencepiece.model;

import java.nio.charset.StandardCharsets;

/** The lengths of characters in UTF-8, and the character {@code ▁} that stands for a space. */
public final class Utf8Characters {

    public static final String SPACE = "\u2581";
    public static final byte SPACE_1 = (byte) 0xE2;
    public static final byte SPACE_2 = (byte) 0x96;
    public static final byte SPACE_3 = (byte) 0x81;
    public static final int SPACE_LENGTH = 3;

    /** The least code point that needs so many bytes. */
    private static final int[] LEAST = {0, 0, 0x80, 0x800, 0x10000};

    private Utf8Characters() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Length of the character that begins with {@code lead}; a stray byte counts as a character of its own. */
    public static int length(byte lead) {
        if (lead >= (byte) 0xC0) {
            return lead >= 0 ? 1 : lead < (byte) 0xE0 ? 2 : lead < (byte) 0xF0 ? 3 : 4;
        }
        return 1;
    }

    /** Length of the well-formed character at {@code at}, or 0 if there is none. */
    public static int validLength(byte[] text, int at) {
        int length = length(text[at]);
        if (length == 1) {
            return text[at] < 0 ? 0 : 1;
        }
        boolean isWhole = at + length <= text.length && (text[at] & 0xF8) != 0xF8;
        int point = text[at] & (0xFF >> (length + 1));
        for (int i = at + 1; isWhole && i < at + length; i++) {
            isWhole = (text[i] & 0xC0) == 0x80;
            point = point << 6 | (text[i] & 0x3F);
        }
        return isWhole && point >= LEAST[length] && Character.isValidCodePoint(point) && !isSurrogate(point)
                ? length
                : 0;
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    /** Whether {@code ▁} ends just before {@code end}. */
    public static boolean endsInSpace(byte[] text, int end) {
        return end >= SPACE_LENGTH && text[end - 1] == SPACE_3 && text[end - 2] == SPACE_2 && text[end - 3] == SPACE_1;
    }

    /** Whether {@code ▁} begins at {@code at}, before {@code end}. */
    public static boolean isSpace(byte[] text, int at, int end) {
        return at + SPACE_LENGTH <= end && endsInSpace(text, at + SPACE_LENGTH);
    }
}
