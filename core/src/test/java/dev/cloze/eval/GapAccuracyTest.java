package dev.cloze.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GapAccuracyTest {

    @Test
    void what_is_right_stands_beside_the_best_constant_answer() {
        List<List<String>> answers = List.of(List.of("for", "a"), List.of("a", "the"), List.of("by"), List.of("last"));
        GapAccuracy found = GapAccuracy.of(List.of("for", "the", "for", "last"), answers);
        assertThat(found).isEqualTo(new GapAccuracy(4, 2, 3, 2, "for"));
        assertThat(found.accuracy()).isEqualTo(0.5);
        assertThat(found.amongAccuracy()).isEqualTo(0.75);
        assertThat(found.constantAccuracy()).isEqualTo(0.5);
    }

    @Test
    void a_sixth_answer_does_not_count() {
        List<List<String>> fifth = List.of(List.of("a", "b", "c", "d", "right"));
        List<List<String>> sixth = List.of(List.of("a", "b", "c", "d", "e", "right"));
        assertThat(GapAccuracy.of(List.of("right"), fifth).among()).isEqualTo(1);
        assertThat(GapAccuracy.of(List.of("right"), sixth).among()).isZero();
    }

    @Test
    void a_gap_without_an_answer_is_wrong() {
        assertThat(GapAccuracy.of(List.of("right"), List.of(List.of())))
                .isEqualTo(new GapAccuracy(1, 0, 0, 1, "right"));
    }

    @Test
    void of_answers_equally_frequent_the_last_by_name_is_named() {
        assertThat(GapAccuracy.of(List.of("a", "b"), List.of(List.of(""), List.of("")))
                        .constantAnswer())
                .isEqualTo("b");
    }

    @Test
    void without_gaps_nothing_is_right() {
        GapAccuracy none = GapAccuracy.of(List.of(), List.of());
        assertThat(none).isEqualTo(new GapAccuracy(0, 0, 0, 0, ""));
        assertThat(none.accuracy()).isZero();
    }
}
