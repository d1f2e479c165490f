package dev.cloze.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.Seeds;
import dev.cloze.text.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

class TextInfillingTest implements ObjectiveContract {

    private static final int MASK = Wordless.SENTINEL_0;

    @Override
    public Objective objective() {
        return TextInfilling.bart();
    }

    /** All of the text is written. */
    @Override
    public Tokens reconstructed(Tokens inputs, Tokens targets) {
        assertThat(inputs.stream()
                        .filter(id -> id != MASK && id != Wordless.EOS)
                        .distinct())
                .allMatch(id -> targets.stream().anyMatch(written -> written == id));
        return targets.slice(0, targets.size() - 1);
    }

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    void three_tenths_are_masked_in_spans_of_three(Seed seed) {
        Tokens inputs = example(new TextInfilling(0.3, 3, 0, 0), 400, seed).inputs();
        long masks = inputs.stream().filter(id -> id == MASK).count();
        assertThat(inputs.size() - 1 - masks).isBetween(280L, 290L);
        assertThat(masks).isBetween(25L, 65L);
        assertThat(inputs.stream().filter(id -> id != MASK && id != Wordless.EOS))
                .isSorted();
    }

    @Test
    void sentences_change_places_whole() {
        Example example = example(new TextInfilling(0, 3, 1, 0), 21, new Seed(3));
        assertThat(example.inputs()).isNotEqualTo(example.targets());
        for (int i = 1; i < example.inputs().size() - 1; i++) {
            int before = example.inputs().at(i - 1);
            assertThat(example.inputs().at(i) == before + 1 || before % 7 == 0 || before == 23)
                    .isTrue();
        }
    }

    @Test
    void a_turned_text_begins_anywhere_and_goes_round() {
        Example example = example(new TextInfilling(0, 3, 0, 1), 50, new Seed(1));
        int first = example.inputs().at(0);
        assertThat(first).isNotEqualTo(3);
        for (int i = 0; i < 50; i++) {
            assertThat(example.inputs().at(i)).isEqualTo(3 + (first - 3 + i) % 50);
        }
    }

    private static Example example(TextInfilling recipe, int tokens, Seed seed) {
        return recipe.prepare(Wordless.setting(512, 512)).all().get(0).apply(Wordless.counting(tokens), "und", seed);
    }
}
