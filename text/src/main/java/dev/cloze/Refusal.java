package dev.cloze;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Input that cannot be used: a run file with a typo, a broken archive, a checkpoint that does not fit. The message is
 * one line that names the place, the rule and the value; commands print it and exit with code 2.
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 1000;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Refusal(String message, Throwable cause) {
        super(message, cause, true, true);
    }

    private Refusal(String message) {
        super(message);
    }

    /** A refusal at a place: {@code Refusal.at("corpus.jsonl: line 7", "expected a JSON object, got %s", text)}. */
    @FormatMethod
    public static Refusal at(String place, @FormatString String rule, Object... values) {
        return new Refusal(place + ": " + rule.formatted(shown(values)));
    }

    /** As {@link #at(String, String, Object...)}, keeping the exception that revealed it for {@code --debug}. */
    @FormatMethod
    public static Refusal because(Throwable cause, String place, @FormatString String rule, Object... values) {
        return new Refusal(place + ": " + rule.formatted(shown(values)), cause);
    }

    /** Stops with {@code rule} unless {@code holds}; for records that check themselves where they are born. */
    @FormatMethod
    public static void require(boolean holds, @FormatString String rule, Object... values) {
        if (!holds) {
            throw new Refusal(rule.formatted(shown(values)));
        }
    }

    // Values may come from any file: as they stand in a message they are short, on one line, and cannot steer a
    // terminal.
    private static Object[] shown(Object[] values) {
        return Arrays.stream(values)
                .map(value -> value instanceof Number ? value : shown(String.valueOf(value)))
                .toArray();
    }

    private static String shown(String value) {
        String cut = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
        return CONTROL.matcher(cut.replaceAll("\\R", " ")).replaceAll("?");
    }
}
