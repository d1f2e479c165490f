package dev.cloze.text.sentencepiece.model;

import dev.cloze.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a vocabulary.
 *
 * @param text its written form, with {@code ▁} for a space
 * @param score its log probability (unigram) or the negated rank of its merge (BPE)
 * @param kind how it takes part in segmenting
 */
public record Piece(String text, float score, Kind kind) {

    /** How a piece takes part in segmenting; the numbers are those of the file format. */
    public enum Kind {
        /** Found in text. */
        NORMAL(1),
        /** Stands for what no other piece covers. */
        UNKNOWN(2),
        /** Never found in text, and invisible when decoded: {@code </s>}, {@code <pad>}. */
        CONTROL(3),
        /** Found in text before any other piece, and never split or merged. */
        USER_DEFINED(4),
        /** Kept for its id only. */
        UNUSED(5),
        /** One byte of a character that no other piece covers. */
        BYTE(6);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Kind of(WireReader in) {
            int number = in.number();
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw in.refuse("a piece type from 1 to 6", number);
        }

        /** Whether text can be cut into such pieces; the others are reserved. */
        public boolean isInText() {
            return this == NORMAL || this == USER_DEFINED || this == UNUSED;
        }
    }

    /** How a space is written in pieces: {@code ▁}. */
    public static final String SPACE = Utf8Characters.SPACE;

    private static final Pattern BYTE_FORM = Pattern.compile("<0x([0-9A-F]{2})>");

    /** The byte that a piece such as {@code <0xE2>} stands for. */
    public int byteValue() {
        Matcher form = BYTE_FORM.matcher(text);
        Refusal.require(form.matches(), "a byte piece must look like <0x41>, got '%s'", text);
        return Integer.parseInt(form.group(1), 16);
    }

    /** What a user-defined piece counts in a unigram model: more than any way to spell it. */
    public float symbolScore() {
        return (float) (0.1 * (Utf8Characters.bytes(text).length - 1));
    }

    /** The piece of one byte. */
    public static Piece ofByte(int value) {
        return new Piece("<0x%02X>".formatted(value), 0, Kind.BYTE);
    }

    /** A piece found in text. */
    public static Piece normal(String text, float score) {
        return new Piece(text, score, Kind.NORMAL);
    }
}
