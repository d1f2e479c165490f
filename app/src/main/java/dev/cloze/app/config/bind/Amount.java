package dev.cloze.app.config.bind;

import dev.cloze.Refusal;

/**
 * A count that may be left to the program.
 *
 * @param automatic whether it is left to the program
 * @param count the number otherwise
 */
public record Amount(boolean automatic, int count) {

    /** Reads {@code auto} or a positive number. */
    public static Amount parse(String text) {
        boolean automatic = text.equals("auto");
        Refusal.require(
                automatic || text.matches("[1-9][0-9]{0,8}"),
                "must be auto or a positive whole number, got '%s'",
                text);
        return new Amount(automatic, automatic ? 0 : Integer.parseInt(text));
    }

    /** The number, or {@code usual} where it is left to the program. */
    public int or(int usual) {
        return automatic ? usual : count;
    }

    @Override
    public String toString() {
        return automatic ? "auto" : Integer.toString(count);
    }
}
