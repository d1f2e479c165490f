package dev.cloze.batch.cut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.batch.Omissions;
import dev.cloze.batch.Skipped;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenRunTest {

    private static final int EOS = ByteTokenizer.of().vocabulary().eosId();

    private static TokenizedDocument document(String language, String source, int task, int... tokens) {
        return new TokenizedDocument(Tokens.of(tokens), Tokens.EMPTY, language, source, task);
    }

    private static DocumentJoiner joiner(boolean alone, boolean separate) {
        return new DocumentJoiner(alone, separate, ByteTokenizer.of());
    }

    @Test
    void documents_of_a_language_follow_each_other() {
        List<TokenRun> runs = joiner(false, false)
                .join(List.of(document("en", "a", 0, 5, 6), document("de", "a", 0, 7), document("en", "b", 0, 8)));
        assertThat(runs).extracting(TokenRun::language).containsExactly("en", "de");
        assertThat(runs.get(0).cut(10)).isEqualTo(Tokens.of(5, 6, 8));
        assertThat(runs.get(1).cut(10)).isEqualTo(Tokens.of(7));
    }

    @Test
    void an_end_of_sequence_keeps_documents_apart() {
        List<TokenRun> runs =
                joiner(false, true).join(List.of(document("en", "a", 0, 5, 6), document("en", "a", 0, 8)));
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).cut(10)).isEqualTo(Tokens.of(5, 6, EOS, 8, EOS));
    }

    @Test
    void each_document_may_stand_alone() {
        List<TokenRun> runs =
                joiner(true, false).join(List.of(document("en", "a", 0, 5, 6), document("en", "a", 0, 8)));
        assertThat(runs).extracting(TokenRun::left).containsExactly(2, 1);
    }

    @Test
    void a_cut_says_where_its_first_token_is_from() {
        TokenRun run = joiner(false, false)
                .join(List.of(
                        document("en", "a", 0, 1, 2, 3), document("en", "a", 1, 4, 5, 6), document("en", "b", 1, 7, 8)))
                .get(0);
        run.cut(2);
        assertThat(run.source()).isEqualTo("a");
        assertThat(run.task()).isZero();
        run.cut(2);
        assertThat(run.task()).isZero();
        run.cut(2);
        assertThat(run.source()).isEqualTo("a");
        assertThat(run.task()).isEqualTo(1);
        run.cut(2);
        assertThat(run.source()).isEqualTo("b");
        assertThat(run.lasts()).isFalse();
    }

    @Test
    void no_single_token_is_left_over_by_a_cut() {
        TokenRun run = joiner(false, false)
                .join(List.of(document("en", "a", 0, 1, 2, 3, 4)))
                .get(0);
        assertThat(run.cut(3)).isEqualTo(Tokens.of(1, 2));
        assertThat(run.cut(3)).isEqualTo(Tokens.of(3, 4));
    }

    @Test
    void what_is_too_short_is_counted_where_it_came_from() {
        List<TokenRun> runs =
                joiner(true, false).join(List.of(document("en", "a", 0, 5, 6), document("de", "b", 0, 8)));
        runs.get(0).cut(2);
        assertThat(DocumentJoiner.leftOver(runs))
                .isEqualTo(Omissions.of(new Omissions.Origin("b", "de"), Skipped.ofSingleTokens(1)));
    }
}
