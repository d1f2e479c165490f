package dev.cloze.objective.cpt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Where words begin in a sample, and which of them may be masked: words all of whose pieces are Chinese characters. The first
 * and the last token, {@code [CLS]} and {@code [SEP]}, begin none.
 */
public final class CptWords {

    private final boolean[] starts;
    private final List<Integer> candidates;

    private CptWords(boolean[] starts, List<Integer> candidates) {
        this.starts = starts;
        this.candidates = List.copyOf(candidates);
    }

    /**
     * The words of a sample.
     *
     * @param pieces the written forms of its tokens
     * @param segmenter cuts the text between the first and the last of them into words
     */
    public static CptWords of(List<String> pieces, Function<String, List<String>> segmenter) {
        int last = pieces.size() - 1;
        List<String> words = new ArrayList<>();
        words.add(pieces.get(0));
        words.addAll(segmenter.apply(String.join("", pieces.subList(1, last))));
        words.add(pieces.get(last));
        List<Set<Integer>> numbers = numbers(pieces, words);
        boolean[] starts = new boolean[pieces.size()];
        List<Integer> candidates = new ArrayList<>();
        boolean open = false;
        for (int i = 1; i < last; i++) {
            starts[i] = !numbers.get(i).equals(numbers.get(i - 1));
            boolean chinese = pieces.get(i).codePoints().allMatch(CptWords::isChinese);
            if (starts[i] && chinese) {
                candidates.add(i);
            } else if (open && !chinese && !starts[i]) {
                candidates.remove(candidates.size() - 1);
            }
            open = chinese && (starts[i] || open);
        }
        return new CptWords(starts, candidates);
    }

    /** For each piece the numbers of the words that its characters lie in. */
    private static List<Set<Integer>> numbers(List<String> pieces, List<String> words) {
        List<Integer> byCharacter = new ArrayList<>();
        for (int word = 0; word < words.size(); word++) {
            for (int i = 0; i < words.get(word).length(); i++) {
                byCharacter.add(word);
            }
        }
        List<Set<Integer>> numbers = new ArrayList<>();
        int at = 0;
        for (String piece : pieces) {
            numbers.add(new HashSet<>(byCharacter.subList(at, at + piece.length())));
            at += piece.length();
        }
        return numbers;
    }

    private static boolean isChinese(int character) {
        int[] ranges = {
            0x4E00, 0x9FFF, 0x3400, 0x4DBF, 0x20000, 0x2A6DF, 0x2A700, 0x2B73F, 0x2B740, 0x2B81F, 0x2B820, 0x2CEAF,
            0xF900, 0xFAFF, 0x2F800, 0x2FA1F
        };
        boolean chinese = false;
        for (int i = 0; i < ranges.length; i += 2) {
            chinese |= ranges[i] <= character && character <= ranges[i + 1];
        }
        return chinese;
    }

    /** Places of the words that may be masked. */
    List<Integer> candidates() {
        return candidates;
    }

    /** Places of all words. */
    List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            if (starts[i]) {
                all.add(i);
            }
        }
        return all;
    }

    /** Whether a place goes on with the word before; the last token never does. */
    boolean continues(int place) {
        return place < starts.length - 1 && !starts[place];
    }

    @Override
    public String toString() {
        return Arrays.toString(starts) + candidates;
    }
}
