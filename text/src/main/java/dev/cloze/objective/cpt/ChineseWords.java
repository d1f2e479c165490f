package dev.cloze.objective.cpt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts Chinese text into words as jieba does: the most probable of all ways to read a run of characters as words of a
 * dictionary, and where single characters are left side by side, the {@link CharacterStates likeliest} words that they form.
 * Nothing is lost: the words put together are the text. Safe to use from many threads.
 *
 * <pre>
 * 他来到了网易杭研大厦      他 来到 了 网易 杭研 大厦
 * </pre>
 */
public final class ChineseWords implements Function<String, List<String>> {

    private static final Pattern RUN = Pattern.compile("[\\u4E00-\\u9FD5a-zA-Z0-9+#&._%-]+");

    private final WordFrequencies frequencies;
    private final CharacterStates states;

    private ChineseWords(WordFrequencies frequencies, CharacterStates states) {
        this.frequencies = frequencies;
        this.states = states;
    }

    /** With the dictionary and the statistics of jieba's Java port: half a second's work. */
    public static ChineseWords load() {
        return new ChineseWords(
                resource("/dict.txt", WordFrequencies::read), resource("/prob_emit.txt", CharacterStates::read));
    }

    private static <T> T resource(String name, Function<BufferedReader, T> read) {
        try (InputStream in = Objects.requireNonNull(ChineseWords.class.getResourceAsStream(name), name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return read.apply(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of a text. What is no word, such as punctuation and spaces, comes character by character. */
    @Override
    public List<String> apply(String text) {
        List<String> words = new ArrayList<>();
        Matcher run = RUN.matcher(text);
        int from = 0;
        while (run.find()) {
            addCharacters(text.substring(from, run.start()), words);
            addRun(run.group(), words);
            from = run.end();
        }
        addCharacters(text.substring(from), words);
        return words;
    }

    private static void addCharacters(String text, List<String> words) {
        text.codePoints().forEach(character -> words.add(Character.toString(character)));
    }

    private void addRun(String run, List<String> words) {
        int[] ends = likeliestEnds(run);
        int single = 0; // where the characters begin that are words of their own so far
        int at = 0;
        while (at < run.length()) {
            int end = ends[at];
            if (end > at + 1) {
                addSingles(run.substring(single, at), words);
                words.add(run.substring(at, end));
                single = end;
            }
            at = end;
        }
        addSingles(run.substring(single), words);
    }

    /** For each place, where the word ends that begins the most probable cut from there on; of equal ones the longest. */
    private int[] likeliestEnds(String run) {
        int[] ends = new int[run.length()];
        double[] scores = new double[run.length() + 1];
        for (int at = run.length() - 1; at >= 0; at--) {
            scores[at] = Double.NEGATIVE_INFINITY;
            for (int end = at + 1; end <= run.length() && frequencies.begins(run.substring(at, end)); end++) {
                double score = score(run, at, end) + scores[end];
                if (frequencies.of(run.substring(at, end)) > 0 && score >= scores[at]) {
                    scores[at] = score;
                    ends[at] = end;
                }
            }
            if (ends[at] == 0) {
                ends[at] = at + 1;
                scores[at] = score(run, at, at + 1) + scores[at + 1];
            }
        }
        return ends;
    }

    private double score(String run, int from, int to) {
        return Math.log(Math.max(1, frequencies.of(run.substring(from, to)))) - frequencies.logTotal();
    }

    private void addSingles(String characters, List<String> words) {
        if (characters.length() > 1 && frequencies.of(characters) == 0) {
            states.addWords(characters, words);
        } else {
            addCharacters(characters, words);
        }
    }
}
