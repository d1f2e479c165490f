package dev.cloze.text;

import java.nio.charset.StandardCharsets;

/** Finds {@code <extra_id_n>} in text. */
final class SentinelText {

    static final String BEGIN = "<extra_id_";

    private static final int MOST_DIGITS = 6;

    private SentinelText() {}

    /** How the sentinel {@code n} is written. */
    static String of(int n) {
        return BEGIN + n + ">";
    }

    /** Where the sentinel that begins at {@code at} ends, or -1 if none does. */
    static int end(String text, int at) {
        int from = at + BEGIN.length();
        int to = from;
        while (to < text.length() && to - from < MOST_DIGITS && isDigit(text.charAt(to))) {
            to++;
        }
        boolean hasLeadingZero = to - from > 1 && text.charAt(from) == '0';
        boolean closes = to > from && !hasLeadingZero && to < text.length() && text.charAt(to) == '>';
        return closes ? to + 1 : -1;
    }

    /** The number of the sentinel that fills {@code text[at..end)}. */
    static int number(String text, int at, int end) {
        return Integer.parseInt(text, at + BEGIN.length(), end - 1, 10);
    }

    /** UTF-8, with U+FFFD for every surrogate without its partner. */
    static byte[] utf8(String text) {
        return whole(text).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isWhole(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** The same text with U+FFFD for every surrogate without its partner. */
    static String whole(String text) {
        if (isWhole(text)) {
            return text;
        }
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
