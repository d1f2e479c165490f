package dev.cloze.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SentencePiece models of words and of characters, and models that name their reserved pieces themselves. */
class WholePiecesTest {

    private static final PieceModel.Surface OWN_NAMES =
            new PieceModel.Surface(false, false, " ? ", new PieceModel.Reserved("[CLS]", "[EOS]", "[PAD]"));

    private static SentencePieceTokenizer tokenizer(PieceModel.Algorithm algorithm, Piece... learnt) {
        List<Piece> pieces = new ArrayList<>(List.of(
                new Piece("[UNK]", 0, Piece.Kind.UNKNOWN),
                new Piece("[PAD]", 0, Piece.Kind.CONTROL),
                new Piece("[CLS]", 0, Piece.Kind.CONTROL),
                new Piece("[EOS]", 0, Piece.Kind.CONTROL)));
        pieces.addAll(List.of(learnt));
        PieceModel model = new PieceModel(
                algorithm, pieces, OWN_NAMES, NormaliserSpec.identity(), NormaliserSpec.DEFAULT.untouched());
        return SentencePieceTokenizer.of(model.toBytes(), 0, SentinelStyle.SEQIO);
    }

    private static SentencePieceTokenizer words() {
        return tokenizer(
                PieceModel.Algorithm.WORDS, Piece.normal("▁the", -1), Piece.normal("▁sun", -2), Piece.normal("▁", -3));
    }

    private static SentencePieceTokenizer characters() {
        return tokenizer(
                PieceModel.Algorithm.CHARACTERS,
                Piece.normal("▁", -1),
                Piece.normal("日", -2),
                Piece.normal("a", -3),
                new Piece("<x>", 0, Piece.Kind.USER_DEFINED));
    }

    @Test
    void words_are_looked_up_whole_and_unknown_ones_in_a_row_are_one() {
        assertThat(words().pieces("the sun the")).containsExactly("▁the", "▁sun", "▁the");
        assertThat(words().pieces("the suns thee sun")).containsExactly("▁the", "▁suns▁thee", "▁sun");
        assertThat(words().encode("the suns thee sun").toArray()).containsExactly(4, 0, 5);
        assertThat(words().decode(Tokens.of(4, 0, 5))).isEqualTo("the ?  sun");
    }

    @Test
    void characters_are_looked_up_one_by_one_and_user_defined_pieces_whole() {
        assertThat(characters().pieces("a日<x>本本a")).containsExactly("▁", "a", "日", "<x>", "本本", "a");
        assertThat(characters().encode("a日<x>本本a").toArray()).containsExactly(4, 6, 5, 7, 0, 6);
    }

    @Test
    void reserved_pieces_are_found_by_the_names_in_the_file() {
        Vocabulary vocabulary = words().vocabulary();
        assertThat(vocabulary.eosId()).isEqualTo(3);
        assertThat(vocabulary.padId()).isEqualTo(1);
        assertThat(vocabulary.unkId()).isEqualTo(0);
        PieceModel again = PieceModel.parse(words().model().toBytes(), "again");
        assertThat(again).isEqualTo(words().model());
    }

    @Test
    void there_is_one_way_only_to_cut_such_a_text() {
        assertThatThrownBy(() -> words().sampling(0.5))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("sampling must be in [0, 0.0], got 0.5");
    }
}
