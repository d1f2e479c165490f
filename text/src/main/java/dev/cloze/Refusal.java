package dev.cloze;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Input that cannot be used: a run file with a typo, a broken archive, a checkpoint that does not fit. The message is
 * one line that names the place, the rule and the value; commands print it and exit with code 2.
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 1000;

    private Refusal(String message, Throwable cause) {
        super(message, cause, true, true);
    }

    private Refusal(String message) {
        super(message);
    }

    /** A refusal at a place: {@code Refusal.at("corpus.jsonl: line 7", "expected a JSON object, got %s", text)}. */
    @FormatMethod
    public static Refusal at(String place, @FormatString String rule, Object... values) {
        return new Refusal(Shown.line(place, LONGEST) + ": " + rule.formatted(shown(values)));
    }

    /** As {@link #at(String, String, Object...)}, keeping the exception that revealed it for {@code --debug}. */
    @FormatMethod
    public static Refusal because(Throwable cause, String place, @FormatString String rule, Object... values) {
        return new Refusal(Shown.line(place, LONGEST) + ": " + rule.formatted(shown(values)), cause);
    }

    /** Stops with {@code rule} unless {@code holds}; for records that check themselves where they are born. */
    @FormatMethod
    public static void require(boolean holds, @FormatString String rule, Object... values) {
        if (!holds) {
            throw new Refusal(rule.formatted(shown(values)));
        }
    }

    // Places and values may come from any file: as they stand in a message they are short, on one line, and cannot
    // steer
    // a terminal. Numbers of bounded length are left to the rule's own format.
    private static Object[] shown(Object[] values) {
        return Arrays.stream(values)
                .map(value -> isShort(value) ? value : Shown.line(String.valueOf(value), LONGEST))
                .toArray();
    }

    private static boolean isShort(Object value) {
        return value instanceof Number && !(value instanceof BigInteger || value instanceof BigDecimal);
    }
}
