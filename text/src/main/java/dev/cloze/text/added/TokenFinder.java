package dev.cloze.text.added;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds added tokens in text: the leftmost first, of those that begin at one place the longest. Immutable. */
public final class TokenFinder {

    private static final int LOW = 128;

    private final Map<String, Found> tokens = new HashMap<>();
    private final Map<Character, TreeSet<Integer>> lengths = new HashMap<>();
    private final boolean[] begins = new boolean[LOW + 1];

    /** Part of a text: a token, or what lies between tokens ({@code id} -1). */
    public record Span(int id, int from, int to) {

        /** Whether it is a token. */
        public boolean isToken() {
            return id >= 0;
        }
    }

    private record Found(int id, AddedToken token) {}

    private TokenFinder() {}

    /** Finds {@code tokens} by their content. */
    public static TokenFinder of(Map<Integer, AddedToken> tokens) {
        TokenFinder finder = new TokenFinder();
        tokens.forEach((id, token) -> finder.put(token.content(), id, token));
        return finder;
    }

    /** Finds each token by another form of its content. */
    public static TokenFinder of(Map<Integer, AddedToken> tokens, Form form) {
        TokenFinder finder = new TokenFinder();
        tokens.forEach((id, token) -> finder.put(form.of(token.content()), id, token));
        return finder;
    }

    /** How a token looks where it is looked for. */
    public interface Form {
        String of(String content);
    }

    private void put(String form, int id, AddedToken token) {
        if (!form.isEmpty()) {
            tokens.put(form, new Found(id, token));
            lengths.computeIfAbsent(form.charAt(0), first -> new TreeSet<>(Comparator.reverseOrder()))
                    .add(form.length());
            begins[Math.min(form.charAt(0), LOW)] = true;
        }
    }

    /** Whether there is nothing to find. */
    public boolean isEmpty() {
        return tokens.isEmpty();
    }

    /** The parts of {@code text}, one behind the other; none of an empty one. */
    public List<Span> split(String text) {
        List<Span> spans = new ArrayList<>();
        int done = 0;
        for (int at = 0; at < text.length(); ) {
            int length = longest(text, at);
            if (length == 0) {
                at++;
                continue;
            }
            int to = at + length;
            Found found = tokens.get(text.substring(at, to));
            if (found != null && fits(found.token(), text, at, to)) {
                int from = found.token().lstrip() ? Math.max(done, beforeSpaces(text, at)) : at;
                int end = found.token().rstrip() ? afterSpaces(text, to) : to;
                between(spans, done, from);
                spans.add(new Span(found.id(), from, end));
                done = end;
            }
            at = to;
        }
        between(spans, done, text.length());
        return spans;
    }

    private static void between(List<Span> spans, int from, int to) {
        if (from < to) {
            spans.add(new Span(-1, from, to));
        }
    }

    private int longest(String text, int at) {
        char first = text.charAt(at);
        if (!begins[Math.min(first, LOW)]) {
            return 0;
        }
        for (int length : lengths.getOrDefault(first, new TreeSet<>())) {
            if (at + length <= text.length() && tokens.containsKey(text.substring(at, at + length))) {
                return length;
            }
        }
        return 0;
    }

    private static boolean fits(AddedToken token, String text, int from, int to) {
        if (!token.singleWord()) {
            return true;
        }
        boolean after = from > 0 && isWord(text.codePointBefore(from));
        boolean before = to < text.length() && isWord(text.codePointAt(to));
        return !after && !before;
    }

    private static int beforeSpaces(String text, int at) {
        int from = at;
        while (from > 0 && isSpace(text.charAt(from - 1))) {
            from--;
        }
        return from;
    }

    private static int afterSpaces(String text, int at) {
        int to = at;
        while (to < text.length() && isSpace(text.charAt(to))) {
            to++;
        }
        return to;
    }

    /** Whether Unicode calls {@code c} white space, the space that does not break a line included. */
    public static boolean isSpace(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
    }

    // Letters, marks, digits and what joins words.
    private static boolean isWord(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.CONNECTOR_PUNCTUATION -> true;
            default -> Character.isAlphabetic(c) || c == 0x200C || c == 0x200D;
        };
    }
}
