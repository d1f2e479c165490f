package dev.cloze.task.metric;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of an answer counts: no case, punctuation or English article, as T5 has it from SQuAD's and TriviaQA's scripts. */
final class AnswerText {

    /** Python's string.punctuation. */
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private static final String QUOTES = "\u2018\u2019\u00b4`_";

    /** What Python calls a space: Java's own class lacks the separators of files, groups and records. */
    private static final Pattern SPACES = Pattern.compile("[\\t-\\r\\x1c-\\x20\\x85\\p{Z}]+");

    /** Python's \b lets a combining mark end a word, Java's does not. */
    private static final Pattern ARTICLE = Pattern.compile("(?<![\\p{L}\\p{N}_])(?:a|an|the)(?![\\p{L}\\p{N}_])");

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}_]");

    private AnswerText() {}

    /** SQuAD's form: punctuation is dropped. */
    static String squad(String text) {
        return plain(text, PUNCTUATION, "");
    }

    /** TriviaQA's form: punctuation and quotation marks become spaces. */
    static String triviaQa(String text) {
        return plain(text, PUNCTUATION + QUOTES, " ");
    }

    private static String plain(String text, String dropped, String replacement) {
        String lower = text.toLowerCase(Locale.ROOT);
        String kept = lower.codePoints()
                .mapToObj(c -> dropped.indexOf(c) >= 0 ? replacement : Character.toString(c))
                .collect(Collectors.joining());
        return String.join(" ", words(ARTICLE.matcher(kept).replaceAll(" ")));
    }

    /** What stands between spaces. */
    static List<String> words(String text) {
        return Stream.of(SPACES.split(text)).filter(word -> !word.isEmpty()).toList();
    }

    /** Runs of letters, digits and underscores. */
    static List<String> wordsOnly(String text) {
        return words(NO_WORD.matcher(text).replaceAll(" "));
    }

    /** What stands between single characters that are no letter, digit or underscore; empty words count. */
    static List<String> pieces(String text) {
        return List.of(NO_WORD.split(text, -1));
    }

    static List<String> each(List<String> texts, UnaryOperator<String> form) {
        return texts.stream().map(form).toList();
    }
}
