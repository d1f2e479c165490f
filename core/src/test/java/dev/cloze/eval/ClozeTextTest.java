package dev.cloze.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.text.ByteTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClozeTextTest {

    private static final int TOKENS = 5_000;

    @Test
    void a_question_is_one_word_between_at_most_a_dozen_on_either_side() {
        List<String> words =
                IntStream.range(0, 200).mapToObj(ClozeTextTest::word).toList();
        for (int i = 0; i < 300; i++) {
            ClozeText asked = question(String.join(" ", words), i);
            assertThat(asked.truths()).hasSize(1);
            int at = words.indexOf(asked.truths().get(0));
            assertThat(at).isPositive();
            List<String> shown = List.of((asked.pieces().get(0)
                            + asked.truths().get(0)
                            + asked.pieces().get(1))
                    .split(" "));
            assertThat(shown).isEqualTo(words.subList(Math.max(0, at - 12), Math.min(words.size(), at + 13)));
        }
    }

    @Test
    void every_word_but_the_first_may_be_asked_for() {
        List<String> words =
                IntStream.range(0, 10).mapToObj(ClozeTextTest::word).toList();
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            asked.add(question(String.join(" ", words), i).truths().get(0));
        }
        assertThat(asked).containsOnly(words.subList(1, 10).toArray(String[]::new));
        assertThat(asked).contains(words.get(1), words.get(9));
    }

    @Test
    void a_text_of_few_words_is_no_question() {
        assertThat(ClozeText.question(document("just a few words"), ByteTokenizer.of(), TOKENS, new Seed(1)))
                .isEmpty();
    }

    private static ClozeText question(String text, int seed) {
        return ClozeText.question(document(text), ByteTokenizer.of(), TOKENS, new Seed(seed))
                .orElseThrow();
    }

    private static String word(int number) {
        return "w" + (char) ('a' + number / 20) + (char) ('a' + number % 20);
    }

    private static Document document(String text) {
        return new Document(text, "en", "packages", Map.of());
    }
}
