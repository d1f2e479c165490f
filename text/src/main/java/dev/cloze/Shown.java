package dev.cloze;

import java.util.regex.Pattern;

/**
 * What came from a file or a user as a message may show it: on one line, not too long, and without what steers a terminal
 * or turns the direction of text.
 *
 * <pre>
 * a
 * b&lt;ESC&gt;[31m       'a b\\u001b[31m'
 * </pre>
 */
public final class Shown {

    private static final int LONGEST = 100;
    private static final int LONGEST_MESSAGE = 2000;
    private static final Pattern LINE_ENDS = Pattern.compile("\\R");

    // They join letters of Persian, of Indian scripts and of emoji.
    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;

    private Shown() {}

    /** In quotation marks, for names and texts. */
    public static String of(String text) {
        return "'" + plain(text) + "'";
    }

    /** Without quotation marks, for numbers and structures. */
    public static String plain(Object value) {
        return line(String.valueOf(value), LONGEST);
    }

    /** A message as a whole, which may hold several values: on one line and of at most 2,000 characters. */
    public static String message(String text) {
        return line(text, LONGEST_MESSAGE);
    }

    /** The first {@code longest} characters of {@code text}, with a … where there are more. */
    static String line(String text, int longest) {
        int end = text.length() <= longest ? text.length() : text.offsetByCodePoints(0, characters(text, longest));
        StringBuilder line = new StringBuilder();
        LINE_ENDS
                .matcher(text.substring(0, end))
                .replaceAll(" ")
                .codePoints()
                .forEach(character -> append(character, line));
        return end < text.length() ? line.append('…').toString() : line.toString();
    }

    // How many whole characters the first so many units hold: no surrogate pair is cut.
    private static int characters(String text, int units) {
        int within = Character.isHighSurrogate(text.charAt(units - 1)) ? units - 1 : units;
        return text.codePointCount(0, within);
    }

    private static void append(int character, StringBuilder line) {
        if (steers(character)) {
            line.append("\\u%04x".formatted(character));
        } else {
            line.appendCodePoint(character);
        }
    }

    private static boolean steers(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> character != NON_JOINER && character != JOINER;
            default -> false;
        };
    }
}
