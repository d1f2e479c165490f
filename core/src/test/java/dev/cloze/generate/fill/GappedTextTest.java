package dev.cloze.generate.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.generate.search.Candidate;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;

class GappedTextTest {

    private static final ByteTokenizer BYTES = ByteTokenizer.of();

    @Test
    void gaps_are_numbered_in_the_order_in_which_they_stand() {
        GappedText text = GappedText.parse("a<extra_id_7>b <extra_id_7> <extra_id_0>");
        assertThat(text.gaps()).isEqualTo(3);
        assertThat(text.numbered()).isEqualTo("a<extra_id_0>b <extra_id_1> <extra_id_2>");
    }

    @Test
    void a_text_without_gaps_stays_as_it_is() {
        GappedText text = GappedText.parse("no gap <extra_id_> <extra_id_x>");
        assertThat(text.gaps()).isZero();
        assertThat(text.filled(List.of())).isEqualTo("no gap <extra_id_> <extra_id_x>");
    }

    @Test
    void words_keep_their_distance_and_their_ends() {
        GappedText text = GappedText.parse("Thank you<extra_id_0> me. Walk<extra_id_1> home <extra_id_2>");
        assertThat(text.filled(List.of(word("for inviting"), end("ing"), word("now"))))
                .isEqualTo("Thank you for inviting me. Walking home now");
    }

    @Test
    void a_gap_that_nothing_was_written_for_closes() {
        GappedText text = GappedText.parse("one <extra_id_0> two <extra_id_1>.");
        assertThat(text.filled(List.of(FilledText.Gap.MISSING, FilledText.Gap.MISSING)))
                .isEqualTo("one two .");
    }

    @Test
    void spans_belong_to_their_sentinels_in_whatever_order_they_come() {
        assertThat(fillings(3, "<extra_id_0>a<extra_id_2>c<extra_id_1>b<extra_id_3>rest"))
                .containsExactly("a", "b", "c");
        assertThat(fillings(2, "lost<extra_id_1>b")).containsExactly("", "b");
        assertThat(fillings(2, "<extra_id_0>a<extra_id_0>again<extra_id_1>")).containsExactly("a", "");
        assertThat(fillings(2, "no sentinel")).containsExactly("", "");
        assertThat(fillings(1, "no sentinel")).containsExactly("no sentinel");
        assertThat(fillings(1, "")).containsExactly("");
        assertThat(fillings(0, "<extra_id_0>a")).isEmpty();
    }

    @Test
    void nothing_counts_behind_the_end() {
        Tokens tokens = BYTES.encode("<extra_id_0>a").append(1).concat(BYTES.encode("<extra_id_1>b"));
        assertThat(Spans.of(new Candidate(tokens, 0, List.of()), 2, BYTES))
                .extracting(FilledText.Gap::filling)
                .containsExactly("a", "");
    }

    @Test
    void a_gap_has_the_log_probability_of_its_own_tokens() {
        Tokens tokens = BYTES.encode("<extra_id_0>ab<extra_id_1>c");
        List<FilledText.Gap> gaps =
                Spans.of(new Candidate(tokens, -6, List.of(-0.5, -1.0, -2.0, -0.5, -2.0)), 2, BYTES);
        assertThat(gaps).extracting(FilledText.Gap::logProbability).containsExactly(-3.0, -2.0);
        assertThat(gaps).extracting(FilledText.Gap::written).containsExactly(true, true);
    }

    private static List<String> fillings(int gaps, String written) {
        return Spans.of(new Candidate(BYTES.encode(written), 0, List.of()), gaps, BYTES).stream()
                .map(FilledText.Gap::filling)
                .toList();
    }

    private static FilledText.Gap word(String text) {
        return new FilledText.Gap(text, true, false, 0);
    }

    private static FilledText.Gap end(String text) {
        return new FilledText.Gap(text, true, true, 0);
    }
}
