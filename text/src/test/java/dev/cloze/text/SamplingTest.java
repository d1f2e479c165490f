package dev.cloze.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SamplingTest {

    private static final int DRAWS = 20_000;
    private static final Seed SEED = new Seed(11);

    private static SentencePieceTokenizer tokenizer(PieceModel.Algorithm algorithm, Piece... learnt) {
        List<Piece> pieces = new ArrayList<>(List.of(
                new Piece("<pad>", 0, Piece.Kind.CONTROL),
                new Piece("</s>", 0, Piece.Kind.CONTROL),
                new Piece("<unk>", 0, Piece.Kind.UNKNOWN)));
        pieces.addAll(List.of(learnt));
        NormaliserSpec normaliser = NormaliserSpec.identity();
        PieceModel model =
                new PieceModel(algorithm, pieces, PieceModel.Surface.DEFAULT, normaliser, NormaliserSpec.identity());
        return SentencePieceTokenizer.of(model.toBytes(), 0, SentinelStyle.SEQIO);
    }

    private static SentencePieceTokenizer unigram() {
        return tokenizer(
                PieceModel.Algorithm.UNIGRAM,
                Piece.normal("▁", -2),
                Piece.normal("▁a", -1),
                Piece.normal("a", -3),
                Piece.normal("b", -2.5f),
                Piece.normal("ab", -2),
                Piece.normal("▁ab", -2.2f),
                new Piece("[X]", 0, Piece.Kind.USER_DEFINED));
    }

    private static SentencePieceTokenizer bpe() {
        return tokenizer(
                PieceModel.Algorithm.BPE,
                Piece.normal("ab", 0),
                Piece.normal("▁ab", -1),
                Piece.normal("▁", -2),
                Piece.normal("a", -3),
                Piece.normal("b", -4));
    }

    private static String drawn(SentencePieceTokenizer tokenizer, String text, int index) {
        StringBuilder pieces = new StringBuilder();
        tokenizer.encode(text, SEED.at(index)).stream()
                .forEach(id -> pieces.append(tokenizer.piece(id)).append(' '));
        return pieces.toString().strip();
    }

    private static double share(Map<String, Integer> counts, String way) {
        return counts.getOrDefault(way, 0) / (double) DRAWS;
    }

    @Test
    void ways_are_drawn_by_their_probability_to_the_power_of_the_strength() {
        Map<String, Double> scores = Map.of("▁ a b", -7.5, "▁ ab", -4.0, "▁a b", -3.5, "▁ab", -2.2);
        for (double strength : new double[] {0.1, 0.5, 1, 2}) {
            SentencePieceTokenizer tokenizer = unigram().sampling(strength);
            Map<String, Integer> counts = new HashMap<>();
            for (int i = 0; i < DRAWS; i++) {
                counts.merge(drawn(tokenizer, "ab", i), 1, Integer::sum);
            }
            double all = scores.values().stream()
                    .mapToDouble(score -> Math.exp(strength * score))
                    .sum();
            assertThat(counts.keySet()).isSubsetOf(scores.keySet());
            scores.forEach((way, score) -> assertThat(share(counts, way))
                    .as("%s at %s", way, strength)
                    .isCloseTo(Math.exp(strength * score) / all, within(0.015)));
        }
    }

    @Test
    void a_great_strength_takes_the_best_way() {
        SentencePieceTokenizer tokenizer = unigram().sampling(100);
        for (String text : List.of("ab", "abab ba", "b[X]ab ж", "")) {
            assertThat(tokenizer.encode(text, SEED)).isEqualTo(tokenizer.encode(text));
        }
    }

    @Test
    void whatever_is_drawn_decodes_to_the_text_and_keeps_symbols_whole() {
        SentencePieceTokenizer tokenizer = unigram().sampling(0.05);
        String text = "ab[X]ba abba";
        Set<Tokens> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Tokens tokens = tokenizer.encode(text, SEED.at(i));
            assertThat(tokenizer.decode(tokens)).isEqualTo(text);
            assertThat(tokens).isEqualTo(tokenizer.encode(text, SEED.at(i)));
            assertThat(tokens.stream()).contains(9);
            seen.add(tokens);
        }
        assertThat(seen).hasSizeGreaterThan(10);
    }

    @Test
    void left_out_merges_leave_smaller_pieces() {
        assertThat(drawn(bpe().sampling(1), "ab", 0)).isEqualTo("▁ a b");
        Map<String, Integer> counts = new HashMap<>();
        SentencePieceTokenizer half = bpe().sampling(0.5);
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(drawn(half, "ab", i), 1, Integer::sum);
        }
        // The first merge is left out in half of the cases, the second in half of the others.
        assertThat(share(counts, "▁ a b")).isCloseTo(0.5, within(0.015));
        assertThat(share(counts, "▁ ab")).isCloseTo(0.25, within(0.015));
        assertThat(share(counts, "▁ab")).isCloseTo(0.25, within(0.015));
    }

    @Test
    void without_strength_nothing_is_drawn() {
        for (SentencePieceTokenizer tokenizer :
                List.of(unigram(), bpe(), unigram().sampling(0))) {
            assertThat(tokenizer.encode("abab", SEED)).isEqualTo(tokenizer.encode("abab"));
        }
        assertThat(unigram().sampling(0.1).hash()).isNotEqualTo(unigram().hash());
    }

    @Test
    void strengths_without_meaning_are_refused() {
        assertThatThrownBy(() -> bpe().sampling(1.5))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("[0, 1.0]");
        assertThatThrownBy(() -> unigram().sampling(-1)).isInstanceOf(Refusal.class);
    }

    @Test
    void a_huge_word_is_drawn_from_in_time() {
        String word = "ab".repeat(500_000);
        for (SentencePieceTokenizer tokenizer : List.of(unigram().sampling(0.1), bpe().sampling(0.1))) {
            assertThat(tokenizer.decode(tokenizer.encode(word, SEED))).isEqualTo(word);
        }
    }
}
