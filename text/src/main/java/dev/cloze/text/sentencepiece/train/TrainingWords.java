package dev.cloze.text.sentencepiece.train;

import java.util.Arrays;

/**
 * The words to learn from, as numbers of an {@link Alphabet}, a 0 before and behind each. A character outside the
 * alphabet divides a word, as it can be in no piece; so does the end of a very long run without spaces.
 */
public final class TrainingWords {

    /** Longest word; bounds what a lattice over it can hold. */
    public static final int LONGEST = 160;

    private final Alphabet alphabet;
    private char[] text = new char[1 << 16];
    private int[] starts = new int[1 << 12];
    private long[] counts = new long[1 << 12];
    private int size;
    private int end = 1;
    private long characters;

    private TrainingWords(Alphabet alphabet) {
        this.alphabet = alphabet;
    }

    public static TrainingWords of(WordCounts counted, Alphabet alphabet) {
        TrainingWords words = new TrainingWords(alphabet);
        for (int i = 0; i < counted.size(); i++) {
            words.add(Alphabet.text(counted, i), counted.count(i));
        }
        return words;
    }

    private void add(String word, long count) {
        int begin = end;
        for (int at = 0; at < word.length(); at = word.offsetByCodePoints(at, 1)) {
            char number = alphabet.number(word.codePointAt(at));
            if (number != 0) {
                push(number);
            }
            if (number == 0 || end - begin == LONGEST) {
                begin = close(begin, count);
            }
        }
        close(begin, count);
    }

    /** Ends the word that began at {@code begin}, if it has a character; returns where the next one begins. */
    private int close(int begin, long count) {
        if (end == begin) {
            return begin;
        }
        if (size + 1 >= starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        characters += count * (end - begin);
        starts[size] = begin;
        counts[size++] = count;
        push('\0');
        starts[size] = end;
        return end;
    }

    private void push(char number) {
        if (end + 1 >= text.length) {
            text = Arrays.copyOf(text, (int) Math.min(Integer.MAX_VALUE - 8, 2L * text.length));
        }
        text[end++] = number;
    }

    public Alphabet alphabet() {
        return alphabet;
    }

    /** The words and the zeros between; beyond {@link #length} it is not used. */
    public char[] text() {
        return text;
    }

    public int length() {
        return end;
    }

    public int size() {
        return size;
    }

    /** Characters of the text from which the words were counted. */
    public long characters() {
        return characters;
    }

    public int from(int word) {
        return starts[word];
    }

    /** Where a word ends: where its 0 stands. */
    public int to(int word) {
        return starts[word + 1] - 1;
    }

    public long count(int word) {
        return counts[word];
    }
}
