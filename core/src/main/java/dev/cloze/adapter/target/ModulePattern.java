package dev.cloze.adapter.target;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression from a file that anyone may have written, over the names of modules: its work is bounded. */
public final class ModulePattern {

    private static final int LONGEST = 2000;
    private static final int MOST_STEPS = 200_000;

    private final Pattern pattern;
    private final String place;

    private ModulePattern(Pattern pattern, String place) {
        this.pattern = pattern;
        this.place = place;
    }

    /** The pattern; {@code place} is named in refusals. */
    public static ModulePattern of(String regex, String place) {
        if (regex.length() > LONGEST) {
            throw Refusal.at(place, "a pattern must have at most %d characters, got %d", LONGEST, regex.length());
        }
        try {
            return new ModulePattern(Pattern.compile(regex), place);
        } catch (PatternSyntaxException e) {
            throw Refusal.because(e, place, "must be a regular expression, got '%s'", Shown.plain(regex));
        }
    }

    /** Whether the whole of {@code path} matches. */
    boolean matches(String path) {
        return matcher(path).matches();
    }

    /**
     * The number that the only group finds at the beginning of {@code path}, -1 if there is none.
     *
     * @throws Refusal if there are more groups, of which none says which holds the number
     */
    int number(String path) {
        Matcher matcher = matcher(path);
        if (matcher.groupCount() > 1) {
            throw Refusal.at(
                    place, "must have no group of its own but (?:…), got '%s'", Shown.plain(pattern.pattern()));
        }
        return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    private Matcher matcher(String path) {
        return pattern.matcher(new Counted(path));
    }

    private Refusal tooSlow() {
        return Refusal.at(place, "the pattern '%s' takes too long to match", Shown.plain(pattern.pattern()));
    }

    /** Text that counts how often it is looked at: a pattern that goes back and forth without end is stopped. */
    private final class Counted implements CharSequence {

        private final String text;
        private int steps;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw tooSlow();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
