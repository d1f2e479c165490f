package dev.cloze.app.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.checkpoint.folder.DescribedWeight;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightTreeTest {

    private static final DescribedWeight[] NONE = {};

    @Test
    void layers_that_are_alike_stand_once() {
        List<WeightTree.Row> rows =
                rows(weight("e.0.q", 2), weight("e.1.q", 3), weight("e.2.q", 2), weight("e.3.q", 2));
        assertThat(rows)
                .extracting(row -> row.guide() + row.name())
                .containsExactly("└─ e", "   ├─ {0,2-3}.q", "   └─ 1.q");
        assertThat(rows).extracting(WeightTree.Row::times).containsExactly(1, 3, 1);
        assertThat(rows).extracting(WeightTree.Row::count).containsExactly(9L, 2L, 3L);
    }

    @Test
    void names_that_differ_by_more_than_their_number_stay_apart() {
        assertThat(rows(weight("wi_0", 2), weight("wo_0", 2), weight("wi_1", 2)))
                .extracting(row -> row.guide() + row.name())
                .containsExactly("├─ wi_{0-1}", "└─ wo_0");
    }

    @Test
    void a_weight_keeps_its_shape() {
        assertThat(rows(weight("shared.weight", 97, 32))).singleElement().satisfies(row -> {
            assertThat(row.name()).isEqualTo("shared.weight");
            assertThat(row.weight().orElseThrow().shape()).containsExactly(97L, 32L);
            assertThat(row.count()).isEqualTo(97 * 32);
        });
        assertThat(rows(NONE)).isEmpty();
    }

    @Test
    void sizes_have_three_digits() {
        assertThat(Arrays.asList(Size.of(0), Size.of(999), Size.of(1000), Size.of(123_456), Size.of(45_600_000_000L)))
                .containsExactly("0 bytes", "999 bytes", "1.00 KB", "123 KB", "45.6 GB");
    }

    private static List<WeightTree.Row> rows(DescribedWeight... weights) {
        return WeightTree.of(List.of(weights)).rows();
    }

    private static DescribedWeight weight(String name, long... shape) {
        return new DescribedWeight(name, Arrays.stream(shape).boxed().toList(), "F32", true);
    }
}
