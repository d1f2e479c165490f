package dev.cloze.batch.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.objective.Example;
import dev.cloze.text.Sentinels;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowJoinerTest {

    private static final int EOS = 1;

    @Test
    void sentinels_count_on_and_one_end_of_sequence_follows_the_last() {
        Example first = example("en", Tokens.of(10, 99, 12, 98, EOS), Tokens.of(99, 11, 98, 13, EOS));
        Example second = example("de", Tokens.of(20, 99, EOS), Tokens.of(99, 21, EOS));
        assertThat(joiner(3).join(new Row(List.of(first, second))))
                .containsExactly(new Row(List.of(new Example(
                        Tokens.of(10, 99, 12, 98, 20, 97, EOS),
                        Tokens.of(99, 11, 98, 13, 97, 21, EOS),
                        new Example.Label("joined", "R", "web", 3)))));
    }

    @Test
    void examples_with_too_many_gaps_stay_apart() {
        Example first = example("en", Tokens.of(10, 99, 12, 98, EOS), Tokens.of(99, 11, 98, 13, EOS));
        Example second = example("en", Tokens.of(20, 99, EOS), Tokens.of(99, 21, EOS));
        assertThat(joiner(2).join(new Row(List.of(first, second))))
                .containsExactly(new Row(List.of(first)), new Row(List.of(second)));
    }

    @Test
    void a_joined_row_of_two_tasks_is_of_none() {
        Example first = example("en", Tokens.of(10, 99, EOS), Tokens.of(99, 11, EOS));
        Example second = first.from("web", 4);
        assertThat(joiner(3).join(new Row(List.of(first, second))))
                .singleElement()
                .satisfies(
                        row -> assertThat(row.examples().get(0).label().task()).isEqualTo(Example.Label.NO_TASK));
    }

    @Test
    void a_row_of_one_stays_as_it_is() {
        Row row = new Row(List.of(example("en", Tokens.of(10, 99, EOS), Tokens.of(99, 11, EOS))));
        assertThat(joiner(2).join(row)).containsExactly(row);
    }

    private static Example example(String language, Tokens inputs, Tokens targets) {
        return new Example(inputs, targets, new Example.Label(language, "R", "web", 3));
    }

    private static RowJoiner joiner(int sentinels) {
        return new RowJoiner(new Vocabulary(100, 0, EOS, 2, Sentinels.descendingFrom(99, sentinels)));
    }
}
