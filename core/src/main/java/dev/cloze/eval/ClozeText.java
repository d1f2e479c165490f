package dev.cloze.eval;

import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A text with whole words cut out of it, and what they were.
 *
 * @param language the text's language
 * @param source where it came from
 * @param pieces what stands before, between and behind the gaps
 * @param truths the words that were cut out
 */
public record ClozeText(String language, String source, List<String> pieces, List<String> truths) {

    /**
     * Words of a text for each that is cut out: about as many gaps as regular denoising makes (mask rate 0.15, mean length 3:
     * one in twenty tokens), so that a model meets what it was trained on.
     */
    private static final int WORDS_A_GAP = 10;

    private static final int SHORTEST_WORD = 2;
    private static final int WORDS_AROUND = 12;

    /** Takes unmodifiable copies. */
    public ClozeText {
        pieces = List.copyOf(pieces);
        truths = List.copyOf(truths);
    }

    /**
     * The beginning of a document with every tenth of its words cut out, never two next to each other, if it has words enough.
     *
     * @param tokenizer measures the beginning
     * @param tokens most tokens of it
     * @param seed which words
     */
    static Optional<ClozeText> of(Document document, Tokenizer tokenizer, int tokens, Seed seed) {
        String text = beginning(document.text(), tokenizer, tokens);
        List<int[]> words = words(text, Locale.forLanguageTag(document.language()));
        int gaps = words.size() / WORDS_A_GAP;
        if (gaps == 0) {
            return Optional.empty();
        }
        SplittableRandom random = seed.random();
        TreeSet<Integer> chosen = new TreeSet<>();
        while (chosen.size() < gaps) {
            int word = random.nextInt(1, words.size()); // The first word has nothing before it.
            if (!chosen.contains(word - 1) && !chosen.contains(word + 1)) {
                chosen.add(word);
            }
        }
        return Optional.of(cut(document, text, chosen.stream().map(words::get).toList()));
    }

    /**
     * One word cut out of the beginning of a document, with at most a dozen words on either side of it, if there are words
     * enough: as many as regular denoising leaves between two gaps.
     *
     * @param tokenizer measures the beginning
     * @param tokens most tokens of it
     * @param seed which word
     */
    static Optional<ClozeText> question(Document document, Tokenizer tokenizer, int tokens, Seed seed) {
        String text = beginning(document.text(), tokenizer, tokens);
        List<int[]> words = words(text, Locale.forLanguageTag(document.language()));
        if (words.size() < WORDS_A_GAP) {
            return Optional.empty();
        }
        int chosen = seed.random().nextInt(1, words.size()); // The first word has nothing before it.
        int from = words.get(Math.max(0, chosen - WORDS_AROUND))[0];
        int last = chosen + WORDS_AROUND;
        int to = last < words.size() ? words.get(last)[1] : text.length();
        int[] word = words.get(chosen);
        int[] inside = {word[0] - from, word[1] - from};
        return Optional.of(cut(document, text.substring(from, to), List.of(inside)));
    }

    private static ClozeText cut(Document document, String text, List<int[]> words) {
        List<String> pieces = new ArrayList<>();
        List<String> truths = new ArrayList<>();
        int from = 0;
        for (int[] word : words) {
            pieces.add(text.substring(from, word[0]));
            truths.add(text.substring(word[0], word[1]));
            from = word[1];
        }
        pieces.add(text.substring(from));
        return new ClozeText(document.language(), document.source(), pieces, truths);
    }

    private static String beginning(String text, Tokenizer tokenizer, int tokens) {
        String line = text.strip().replaceAll("\\s+", " ");
        Tokens all = tokenizer.encode(line);
        if (all.size() <= tokens) {
            return line;
        }
        String cut = tokenizer.decode(all.slice(0, tokens));
        return cut.contains(" ") ? cut.substring(0, cut.lastIndexOf(' ')) : cut;
    }

    /** Begin and end of every word. */
    private static List<int[]> words(String text, Locale locale) {
        BreakIterator breaks = BreakIterator.getWordInstance(locale);
        breaks.setText(text);
        List<int[]> words = new ArrayList<>();
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
            boolean word = text.substring(from, to).codePoints().allMatch(Character::isLetter);
            if (word && to - from >= SHORTEST_WORD) {
                words.add(new int[] {from, to});
            }
            from = to;
        }
        return words;
    }

    /** The text as a model reads it. */
    String withSentinels() {
        StringBuilder text = new StringBuilder(pieces.get(0));
        for (int gap = 0; gap < truths.size(); gap++) {
            text.append("<extra_id_").append(gap).append('>').append(pieces.get(gap + 1));
        }
        return text.toString();
    }
}
