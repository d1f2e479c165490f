package dev.cloze.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GapAccuracyTest {

    @Test
    void what_is_right_stands_beside_the_best_constant_answer() {
        GapAccuracy found = GapAccuracy.of(List.of("for", "the", "for", "last"), List.of("for", "a", "by", "last"));
        assertThat(found).isEqualTo(new GapAccuracy(4, 2, 2, "for"));
        assertThat(found.accuracy()).isEqualTo(0.5);
        assertThat(found.constantAccuracy()).isEqualTo(0.5);
    }

    @Test
    void of_answers_equally_frequent_the_last_by_name_is_named() {
        assertThat(GapAccuracy.of(List.of("a", "b"), List.of("", "")).constantAnswer())
                .isEqualTo("b");
    }

    @Test
    void without_gaps_nothing_is_right() {
        GapAccuracy none = GapAccuracy.of(List.of(), List.of());
        assertThat(none).isEqualTo(new GapAccuracy(0, 0, 0, ""));
        assertThat(none.accuracy()).isZero();
    }
}
