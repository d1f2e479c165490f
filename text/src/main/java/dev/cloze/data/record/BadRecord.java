package dev.cloze.data.record;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.cloze.data.file.Utf8;

/** A record that cannot be used. Becomes a refusal with its place, or is left out and reported. */
public final class BadRecord extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_SHOWN = 60;

    @FormatMethod
    public BadRecord(@FormatString String rule, Object... values) {
        super(rule.formatted(values), null, false, false);
    }

    String rule() {
        return String.valueOf(getMessage());
    }

    /** Stops at the first byte of [from, to) that is not part of valid UTF-8. */
    public static void requireUtf8(byte[] bytes, int from, int to) {
        int invalid = Utf8.firstInvalid(bytes, from, to);
        if (invalid >= 0) {
            throw new BadRecord("not UTF-8 at the line's byte %d: 0x%02X", invalid - from + 1, bytes[invalid]);
        }
    }

    /** A value from a file, short and without control characters. */
    public static String shown(String value) {
        String start = value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…";
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
