package dev.cloze.data.record;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;

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

    /** A value from a file, short and without control characters. */
    public static String shown(String value) {
        String start = value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…";
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
