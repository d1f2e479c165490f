package dev.cloze.batch.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.Seeds;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

class BestFitTest {

    private static final Lengths LENGTHS = new Lengths(100, 40);

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    void rows_are_a_permutation_of_the_examples_and_none_overflows(Seed seed) {
        List<Example> examples = examples(seed, 300);
        List<Row> rows = BestFit.pack(examples, LENGTHS);
        assertThat(rows.stream().flatMap(row -> row.examples().stream())).containsExactlyInAnyOrderElementsOf(examples);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.inputs()).isLessThanOrEqualTo(100);
            assertThat(row.targets()).isLessThanOrEqualTo(40);
        });
    }

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    void rows_are_nearly_full_on_one_side(Seed seed) {
        List<Example> examples = examples(seed, 300);
        double inputs = examples.stream().mapToInt(e -> e.inputs().size()).sum() / 100.0;
        double targets = examples.stream().mapToInt(e -> e.targets().size()).sum() / 40.0;
        assertThat((double) BestFit.pack(examples, LENGTHS).size()).isLessThan(Math.max(inputs, targets) * 1.25 + 1);
    }

    @Test
    void no_examples_make_no_rows() {
        assertThat(BestFit.pack(List.of(), LENGTHS)).isEmpty();
    }

    private static List<Example> examples(Seed seed, int count) {
        SplittableRandom random = seed.random();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Tokens inputs = Tokens.of(new int[1 + random.nextInt(100)]);
            Tokens targets = Tokens.of(new int[1 + random.nextInt(40)]);
            examples.add(new Example(inputs, targets, new Example.Label("und", "example " + i)));
        }
        return examples;
    }
}
