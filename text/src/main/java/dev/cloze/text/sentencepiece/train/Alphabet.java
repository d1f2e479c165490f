package dev.cloze.text.sentencepiece.train;

import dev.cloze.text.sentencepiece.model.Piece;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The characters that get pieces of their own, numbered from 1, the most frequent first. 0 stands between words. */
public final class Alphabet {

    private static final int MOST = Character.MAX_VALUE - 1;

    private final int[] characters;
    private final char[] numbers = new char[Character.MAX_CODE_POINT + 1];

    private Alphabet(List<Integer> characters) {
        this.characters = new int[characters.size() + 1];
        for (int i = 0; i < characters.size(); i++) {
            this.characters[i + 1] = characters.get(i);
            numbers[characters.get(i)] = (char) (i + 1);
        }
    }

    /** The most frequent characters of {@code words} that make up {@code coverage} of the text, and {@code ▁}. */
    public static Alphabet of(WordCounts words, double coverage) {
        long[] counts = new long[Character.MAX_CODE_POINT + 1];
        long all = count(words, counts);
        List<Integer> seen = new ArrayList<>();
        for (int c = 1; c < counts.length; c++) {
            if (counts[c] > 0 && c != '\t' && c != ' ') {
                seen.add(c);
            }
        }
        seen.sort(Comparator.comparingLong((Integer c) -> -counts[c]).thenComparing(Comparator.naturalOrder()));
        long covered = 0;
        int kept = 0;
        while (kept < Math.min(seen.size(), MOST) && covered < coverage * all) {
            covered += counts[seen.get(kept++)];
        }
        List<Integer> characters = new ArrayList<>(seen.subList(0, kept));
        int space = Piece.SPACE.charAt(0);
        if (counts[space] > 0 && !characters.contains(space)) {
            characters.add(space);
        }
        return new Alphabet(characters);
    }

    private static long count(WordCounts words, long[] counts) {
        long all = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = text(words, i);
            for (int at = 0; at < word.length(); at = word.offsetByCodePoints(at, 1)) {
                counts[word.codePointAt(at)] += words.count(i);
                all += words.count(i);
            }
        }
        return all;
    }

    /** Word {@code i} as a string; what is not UTF-8 becomes U+FFFD. */
    static String text(WordCounts words, int i) {
        int from = words.start(i);
        return new String(words.bytes(), from, words.start(i + 1) - from, StandardCharsets.UTF_8);
    }

    /** How many characters there are; the last one's number. */
    int size() {
        return characters.length - 1;
    }

    /** The number of a character, 0 for one that gets no piece. */
    char number(int character) {
        return numbers[character];
    }

    /** The character with a number from 1 to {@link #size}. */
    int character(int number) {
        return characters[number];
    }

    /** The characters whose numbers are {@code text[from..from + length)}. */
    public String spell(char[] text, int from, int length) {
        StringBuilder spelt = new StringBuilder(length);
        for (int i = from; i < from + length; i++) {
            spelt.appendCodePoint(characters[text[i]]);
        }
        return spelt.toString();
    }
}
