package dev.cloze.text.sentencepiece.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.SentencePieceTokenizer;
import dev.cloze.text.SentinelStyle;
import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PieceTrainerTest {

    private static final List<String> SYLLABLES =
            List.of("ka", "to", "mi", "re", "su", "ño", "ла", "ди", "на", "学", "校", "ing", "est", "42", "!");

    private static List<String> lines(int count) {
        SplittableRandom random = new Seed(5).random();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder line = new StringBuilder();
            for (int word = 0; word < 8; word++) {
                int length = 1 + random.nextInt(4);
                for (int s = 0; s < length; s++) {
                    double skewed = random.nextDouble() * random.nextDouble();
                    line.append(SYLLABLES.get((int) (skewed * SYLLABLES.size())));
                }
                line.append(' ');
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static PieceModel train(PieceRecipe recipe, List<String> lines, int threads) {
        PieceTrainer trainer = new PieceTrainer(recipe);
        lines.forEach(trainer::read);
        return trainer.train(threads, PieceTrainingListener.NONE);
    }

    private static PieceRecipe recipe(PieceModel.Algorithm algorithm) {
        return PieceRecipe.unigram(100).with(algorithm);
    }

    private static SentencePieceTokenizer tokenizer(PieceModel model) {
        return SentencePieceTokenizer.of(model.toBytes(), 0, SentinelStyle.SEQIO);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIGRAM", "BPE"})
    void a_learnt_model_survives_its_file_and_gives_text_back(PieceModel.Algorithm algorithm) {
        PieceModel model = train(recipe(algorithm), lines(500), 2);
        PieceModel read = PieceModel.parse(model.toBytes(), "test");
        assertThat(read.pieces()).isEqualTo(model.pieces()).hasSize(100);
        assertThat(read.algorithm()).isEqualTo(algorithm);
        for (String line : lines(20)) {
            SentencePieceTokenizer tokenizer = tokenizer(model);
            assertThat(tokenizer.decode(tokenizer.encode(line))).isEqualTo(line.strip());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIGRAM", "BPE"})
    void neither_threads_nor_the_order_of_the_text_change_the_model(PieceModel.Algorithm algorithm) {
        List<String> lines = lines(2000);
        byte[] one = train(recipe(algorithm), lines, 1).toBytes();
        byte[] three = train(recipe(algorithm), new Seed(1).shuffled(lines), 3).toBytes();
        assertThat(three).isEqualTo(one);
    }

    @Test
    void learnt_pieces_shorten_text() {
        PieceModel few = train(PieceRecipe.unigram(60), lines(1000), 2);
        PieceModel many = train(PieceRecipe.unigram(150), lines(1000), 2);
        String text = String.join(" ", lines(50));
        int characters = text.length();
        int withFew = tokenizer(few).encode(text).size();
        int withMany = tokenizer(many).encode(text).size();
        assertThat(withMany).isLessThan(withFew);
        assertThat(withFew).isLessThan(characters);
    }

    @Test
    void reserved_pieces_come_first_in_mt5_s_order() {
        ReservedPieces reserved = new ReservedPieces(3, List.of("<mask>"), List.of("[NLG]"), true);
        List<Piece> pieces =
                train(PieceRecipe.unigram(400).with(reserved), lines(200), 1).pieces();
        assertThat(pieces.subList(0, 9).stream().map(Piece::text))
                .containsExactly(
                        "<pad>",
                        "</s>",
                        "<unk>",
                        "▁<extra_id_2>",
                        "▁<extra_id_1>",
                        "▁<extra_id_0>",
                        "<mask>",
                        "[NLG]",
                        "<0x00>");
        assertThat(pieces.get(8 + 255).text()).isEqualTo("<0xFF>");
    }

    @Test
    void a_user_defined_symbol_is_never_part_of_another_piece() {
        ReservedPieces reserved = new ReservedPieces(0, List.of(), List.of("mi"), false);
        PieceModel model = train(PieceRecipe.unigram(70).with(reserved), lines(500), 1);
        assertThat(model.pieces().stream().map(Piece::text).filter(text -> text.contains("mi")))
                .containsExactly("mi");
        assertThat(tokenizer(model).pieces("kamito")).contains("mi");
    }

    @Test
    void byte_fallback_leaves_nothing_unknown() {
        ReservedPieces reserved = new ReservedPieces(0, List.of(), List.of(), true);
        PieceModel model = train(PieceRecipe.unigram(400).with(reserved), lines(200), 1);
        SentencePieceTokenizer tokenizer = tokenizer(model);
        assertThat(tokenizer.decode(tokenizer.encode("ka 𝕏 ж\u0001"))).isEqualTo("ka X ж");
        assertThat(tokenizer.encode("ж").stream())
                .doesNotContain(tokenizer.vocabulary().unkId());
    }

    @Test
    void characters_beyond_the_coverage_get_no_piece() {
        List<String> lines = new ArrayList<>(lines(300));
        lines.add("ꙮ");
        PieceRecipe all = recipe(PieceModel.Algorithm.UNIGRAM);
        PieceRecipe some = new PieceRecipe(
                all.algorithm(), all.size(), 0.999, all.reserved(), NormaliserSpec.identity(), all.shape());
        assertThat(train(some, lines, 1).pieces())
                .noneMatch(piece -> piece.text().contains("ꙮ"));
    }

    @Test
    void more_pieces_than_the_text_yields_are_refused() {
        for (PieceModel.Algorithm algorithm : List.of(PieceModel.Algorithm.UNIGRAM, PieceModel.Algorithm.BPE)) {
            PieceRecipe recipe = PieceRecipe.unigram(5000).with(algorithm);
            assertThatThrownBy(() -> train(recipe, lines(3), 1))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("the text yields at most");
        }
    }

    @Test
    void fewer_pieces_than_characters_are_refused() {
        assertThatThrownBy(() -> train(PieceRecipe.unigram(10), lines(30), 1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("must be at least");
    }

    @Test
    void no_text_is_refused() {
        assertThatThrownBy(() -> train(PieceRecipe.unigram(99), List.of(" "), 1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no text");
    }

    /** The example of Sennrich et al. 2016, §3.2, whose first merges are e s, es t, l o. */
    @Test
    void byte_pairs_merge_as_in_the_paper() {
        List<String> text = new ArrayList<>();
        Map.of("low", 5, "lower", 2, "newest", 6, "widest", 3)
                .forEach((word, times) -> text.addAll(Collections.nCopies(times, word)));
        PieceRecipe recipe = PieceRecipe.unigram(3 + 11 + 3).with(PieceModel.Algorithm.BPE);
        List<Piece> pieces = train(recipe, text, 1).pieces();
        assertThat(pieces.subList(3, 6).stream().map(Piece::text)).containsExactly("es", "est", "lo");
    }

    @Test
    void a_word_without_end_is_learnt_from_in_time() {
        String word = "ab".repeat(500_000);
        PieceModel model = train(PieceRecipe.unigram(6), List.of(word, "a b"), 1);
        assertThat(tokenizer(model).decode(tokenizer(model).encode("abba"))).isEqualTo("abba");
    }
}
