package dev.cloze.text.sentencepiece.train.unigram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Seed;
import dev.cloze.text.sentencepiece.train.Alphabet;
import dev.cloze.text.sentencepiece.train.PieceShape;
import dev.cloze.text.sentencepiece.train.TrainingWords;
import dev.cloze.text.sentencepiece.train.WordCounts;
import dev.cloze.text.sentencepiece.train.Workers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpectationTest {

    private static TrainingWords words(List<String> texts) {
        WordCounts counts = new WordCounts();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            counts.add(bytes, 0, bytes.length);
        }
        return TrainingWords.of(counts, Alphabet.of(counts, 1));
    }

    /** All ways to cut a word, one by one: adds to each piece's count its share, weighted by probability. */
    private static double enumerate(String word, Map<String, Double> model, Map<String, Double> sums, double before) {
        if (word.isEmpty()) {
            return before;
        }
        double all = 0;
        for (int n = 1; n <= word.length(); n++) {
            String piece = word.substring(0, n);
            if (model.containsKey(piece)) {
                double weight = enumerate(word.substring(n), model, sums, before * model.get(piece));
                sums.merge(piece, weight, Double::sum);
                all += weight;
            }
        }
        return all;
    }

    @Test
    void counts_equal_those_of_all_ways_to_cut_the_words() {
        List<String> texts = List.of("abab", "abab", "ababc", "bca", "cab", "cab", "abcabc");
        TrainingWords words = words(texts);
        Unigrams model = new Unigrams(SeedPieces.of(words, PieceShape.DEFAULT, 100));
        Candidates candidates = model.candidates;
        double[] expected = new double[candidates.size()];
        double nats = Expectation.step(words, model, new Workers(2), 1, expected);
        Map<String, Double> probabilities = new HashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            probabilities.put(text(words, candidates, i), Math.exp(candidates.score(i)));
        }
        Map<String, Double> sums = new HashMap<>();
        double logs = 0;
        for (String text : texts) {
            Map<String, Double> own = new HashMap<>();
            double all = enumerate(text, probabilities, own, 1);
            own.forEach((piece, weight) -> sums.merge(piece, weight / all, Double::sum));
            logs += Math.log(all);
        }
        assertThat(candidates.size()).isGreaterThan(5);
        for (int i = 0; i < expected.length; i++) {
            assertThat(expected[i]).isCloseTo(sums.get(text(words, candidates, i)), within(1e-5));
        }
        int characters = texts.stream().mapToInt(String::length).sum();
        assertThat(nats).isCloseTo(-logs / characters, within(1e-3));
    }

    @Test
    void a_long_word_far_from_the_mean_still_counts() {
        String odd = "x".repeat(TrainingWords.LONGEST);
        TrainingWords words = words(List.of(odd, "abab"));
        Unigrams model = new Unigrams(SeedPieces.of(words, new PieceShape(1, true), 10));
        double[] expected = new double[model.candidates.size()];
        for (double guess : new double[] {0, 3, 30}) {
            Expectation.step(words, model, new Workers(1), guess, expected);
            assertThat(Arrays.stream(expected).sum()).isCloseTo(TrainingWords.LONGEST + 4, within(1e-3));
        }
    }

    @Test
    void suffixes_come_in_the_order_of_their_beginnings() {
        SplittableRandom random = new Seed(3).random();
        char[] text = new char[2000];
        for (int i = 1; i < text.length - 1; i++) {
            text[i] = (char) random.nextInt(4);
        }
        int depth = 16;
        Comparator<Integer> naive = (a, b) ->
                Arrays.compare(text, a, Math.min(text.length, a + depth), text, b, Math.min(text.length, b + depth));
        int[] order = SuffixOrder.of(text, text.length, depth);
        assertThat(IntStream.of(order).boxed()).doesNotHaveDuplicates().isSortedAccordingTo(naive);
    }

    @Test
    void digamma_has_its_known_values() {
        assertThat(Digamma.of(1)).isCloseTo(-0.577215664901, within(1e-9));
        assertThat(Digamma.of(0.5)).isCloseTo(-1.963510026021, within(1e-9));
        assertThat(Digamma.of(1e6)).isCloseTo(Math.log(1e6) - 5e-7, within(1e-9));
    }

    private static String text(TrainingWords words, Candidates candidates, int i) {
        return words.alphabet().spell(candidates.text(), candidates.from(i), candidates.length(i));
    }
}
