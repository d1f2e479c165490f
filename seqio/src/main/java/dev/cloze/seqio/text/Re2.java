package dev.cloze.seqio.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What TensorFlow's string functions do otherwise than Java's: ASCII classes, and replacements that are given as data. */
final class Re2 {

    private static final Pattern SPACES = Pattern.compile("[\\t\\n\\f\\r ]+");
    private static final Pattern PUNCTUATION = Pattern.compile("([!-/:-@\\[-`{-~])");
    private static final String WHITESPACE = " \t\n\u000B\f\r";

    private Re2() {}

    /** Runs of whitespace as one space each. */
    static String collapsed(String text) {
        return SPACES.matcher(text).replaceAll(" ");
    }

    /** Spaces around each ASCII punctuation mark, then runs of whitespace as one space. */
    static String punctuationPadded(String text) {
        return collapsed(PUNCTUATION.matcher(text).replaceAll(" $1 "));
    }

    /** Words between ASCII whitespace. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean space = i == text.length() || WHITESPACE.indexOf(text.charAt(i)) >= 0;
            if (space && from >= 0) {
                words.add(text.substring(from, i));
            }
            from = space ? -1 : from < 0 ? i : from;
        }
        return words;
    }

    /** Without ASCII whitespace at both ends. */
    static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && WHITESPACE.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && WHITESPACE.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    /**
     * {@code regex_replace} with a replacement in RE2's notation: {@code \1} is a group and {@code \\} a backslash. A
     * replacement that names a group which the pattern lacks replaces nothing; another letter behind a backslash ends it.
     */
    static String replaced(String text, Pattern pattern, String rewrite, boolean all) {
        Matcher matcher = pattern.matcher(text);
        if (highestGroup(rewrite) > matcher.groupCount()) {
            return text;
        }
        return all
                ? matcher.replaceAll(match -> Matcher.quoteReplacement(rewritten(match, rewrite)))
                : matcher.replaceFirst(match -> Matcher.quoteReplacement(rewritten(match, rewrite)));
    }

    private static int highestGroup(String rewrite) {
        int highest = 0;
        boolean escaped = false;
        for (int i = 0; i < rewrite.length(); i++) {
            char c = rewrite.charAt(i);
            highest = escaped && isDigit(c) ? Math.max(highest, c - '0') : highest;
            escaped = c == '\\' && !escaped;
        }
        return highest;
    }

    private static String rewritten(MatchResult match, String rewrite) {
        StringBuilder out = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i < rewrite.length(); i++) {
            char c = rewrite.charAt(i);
            if (escaped && isDigit(c)) {
                String group = match.group(c - '0');
                out.append(group == null ? "" : group);
            } else if (escaped && c != '\\') {
                return out.toString();
            } else if (escaped || c != '\\') {
                out.append(c);
            }
            escaped = c == '\\' && !escaped;
        }
        return out.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
