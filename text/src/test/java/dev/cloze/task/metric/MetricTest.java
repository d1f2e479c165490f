package dev.cloze.task.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricTest {

    private static Answered answered(String group, String prediction, String... references) {
        return new Answered(prediction, List.of(references), group);
    }

    private static TextMetric questions(QuestionAnswering script) {
        return new TextMetric.Questions(script, "", "", "");
    }

    @Test
    void articles_case_and_punctuation_do_not_count_in_answers() {
        List<Answered> answers = List.of(
                answered("", "the Cat, sat!", "a cat sat", "dog"), answered("", "blue sky", "red sky at night"));
        Map<String, Double> found = questions(QuestionAnswering.SQUAD).of(answers);
        assertThat(found.get("em")).isEqualTo(50);
        // One shared word of two said and four right: 2 · ½ · ¼ / ¾.
        assertThat(found.get("f1")).isCloseTo(100 * (1 + 1 / 3.0) / 2, within(1e-9));
        assertThat(new TextMetric.SequenceAccuracy().of(answers)).containsEntry("sequence_accuracy", 0.0);
    }

    @Test
    void texts_without_words_are_equal_in_coqa_alone() {
        List<Answered> answers = List.of(answered("", "The", "a"));
        assertThat(questions(QuestionAnswering.COQA).of(answers)).containsEntry("f1", 100.0);
        assertThat(questions(QuestionAnswering.SQUAD).of(answers)).containsEntry("em", 100.0);
        assertThat(questions(QuestionAnswering.SQUAD).of(answers)).containsEntry("f1", 0.0);
    }

    @Test
    void matthews_is_one_for_right_answers_and_minus_one_for_opposite_ones() {
        List<Integer> right = List.of(0, 1, 1, 0);
        assertThat(new Classes(right, right).matthews()).isEqualTo(100);
        assertThat(new Classes(right, List.of(1, 0, 0, 1)).matthews()).isEqualTo(-100);
        assertThat(new Classes(right, List.of(1, 1, 1, 1)).matthews()).isZero();
    }

    @Test
    void an_answer_that_is_no_label_counts_as_wrong() {
        TextMetric f1 = new TextMetric.F1(List.of("no", "yes"), "");
        List<Answered> answers =
                List.of(answered("", "yes", "yes"), answered("", "perhaps", "yes"), answered("", "no", "no"));
        assertThat(f1.of(answers).get("f1")).isCloseTo(100 * 2 / 3.0, within(1e-9));
    }

    @Test
    void groups_count_once_or_by_their_mean() {
        List<Answered> answers = List.of(answered("a", "x", "x"), answered("a", "y", "z"), answered("b", "y", "z"));
        assertThat(new TextMetric.SequenceAccuracy().of(Groups.firsts(answers)))
                .containsEntry("sequence_accuracy", 50.0);
        assertThat(Groups.means(answers, new TextMetric.SequenceAccuracy()::of))
                .containsEntry("sequence_accuracy", 25.0);
    }

    @Test
    void equal_numbers_share_the_mean_of_their_ranks() {
        List<Double> x = List.of(1.0, 2.0, 2.0, 9.0);
        List<Double> y = List.of(1.0, 5.0, 6.0, 7.0);
        // Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: 4.5 / √(4.5 · 5).
        assertThat(Correlation.spearman(x, y)).isCloseTo(100 * 4.5 / Math.sqrt(22.5), within(1e-9));
        assertThat(Correlation.pearson(x, List.of(3.0, 3.0, 3.0, 3.0))).isNaN();
    }

    @Test
    void a_curve_through_equal_scores_counts_half_of_them() {
        List<Double> ones = List.of(1.0, 1.0, 1.0, 1.0);
        Curves ties = new Curves(List.of(true, false, true, false), List.of(1.0, 1.0, 1.0, 1.0), ones);
        assertThat(ties.receiverOperating()).isEqualTo(0.5);
        assertThat(ties.precisionRecall()).isEqualTo(0.5);
        Curves right = new Curves(List.of(true, false, true, false), List.of(3.0, 1.0, 2.0, 0.0), ones);
        assertThat(right.receiverOperating()).isEqualTo(1);
        assertThat(right.precisionRecall()).isEqualTo(1);
    }

    @Test
    void the_first_of_equal_scores_is_the_answer() {
        assertThat(RankedChoices.best(List.of(-3.0, -1.0, -1.0))).isEqualTo(1);
        RankedChoices ranked = new RankedChoices(List.of(
                List.of(new RankedChoices.Choice(true, -1, 2), new RankedChoices.Choice(false, -2, 2)),
                List.of(new RankedChoices.Choice(true, -5, 1), new RankedChoices.Choice(false, -4, 1))));
        assertThat(ranked.ofAnyClasses().get("accuracy")).isCloseTo(200 / 3.0, within(1e-9));
    }

    @Test
    void words_are_edited_and_any_single_mark_separates_them() {
        assertThat(new EditDistance(true).of(List.of(answered("", "a c", "A b c"), answered("", "x", "x"))))
                .containsEntry("sum_edit", 1.0)
                .containsEntry("mean_edit", 0.5);
        assertThat(new EditDistance(true).of(List.of(answered("", "a b", "a  b"))))
                .containsEntry("sum_edit", 1.0);
    }

    @Test
    void a_span_is_named_by_its_first_and_last_word() {
        assertThat(QuestionAnswering.span("to be, or not", "start: 1 end: 2")).isEqualTo("be or");
        assertThat(QuestionAnswering.span("to be, or not", "start: 3 end: 99999999999999999999"))
                .isEqualTo("not");
        assertThat(QuestionAnswering.span("to be", "start: x end: 2")).isEmpty();
        assertThat(QuestionAnswering.span("to be", "1 2")).isEmpty();
    }

    @Test
    void lengths_of_choices_count_characters_not_units() {
        assertThat(ChoiceLength.CHAR.of("a\uD83D\uDE00", 7)).isEqualTo(2);
        assertThat(ChoiceLength.BYTE.of("a\uD83D\uDE00", 7)).isEqualTo(5);
        assertThat(ChoiceLength.TOKEN.of("a", 7)).isEqualTo(7);
        assertThat(ChoiceLength.CHAR.of("", 0)).isEqualTo(1);
    }
}
