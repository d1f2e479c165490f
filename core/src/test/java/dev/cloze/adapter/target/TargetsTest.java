package dev.cloze.adapter.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.adapter.inject.LowRankUpdate;
import dev.cloze.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private static final String Q = "encoder.block.3.layer.0.SelfAttention.q";

    @Test
    void a_name_means_the_end_of_a_path_after_a_dot() {
        assertThat(Targets.named("q").hold(Q)).isTrue();
        assertThat(Targets.named("SelfAttention.q").hold(Q)).isTrue();
        assertThat(Targets.named(Q).hold(Q)).isTrue();
        assertThat(Targets.named("Attention.q").hold(Q)).isFalse();
        assertThat(Targets.named("v", "k").hold(Q)).isFalse();
    }

    @Test
    void a_regular_expression_must_match_the_whole_path() {
        assertThat(targets("encoder.*\\.q").hold(Q)).isTrue();
        assertThat(targets("encoder").hold(Q)).isFalse();
        assertThat(targets(".*decoder.*\\.q").hold(Q)).isFalse();
    }

    private static Targets targets(String regex) {
        return new Targets(new Targets.Matching(regex), Targets.Listed.NONE, Targets.Layers.ALL);
    }

    @Test
    void excluded_modules_are_left_alone() {
        Targets targets = new Targets(new Targets.Every(), new Targets.Listed(Set.of("q")), Targets.Layers.ALL);
        assertThat(targets.hold(Q)).isFalse();
        assertThat(targets.hold("encoder.block.3.layer.0.SelfAttention.v")).isTrue();
    }

    @Test
    void layers_are_numbered_by_the_first_number_after_a_word() {
        assertThat(inLayers(Set.of(3), List.of()).hold(Q)).isTrue();
        assertThat(inLayers(Set.of(0), List.of()).hold(Q)).isFalse();
        assertThat(inLayers(Set.of(0), List.of("layer")).hold(Q)).isTrue();
        assertThat(inLayers(Set.of(3), List.of("h")).hold(Q)).isFalse();
    }

    private static Targets inLayers(Set<Integer> indexes, List<String> patterns) {
        return new Targets(new Targets.Listed(Set.of("q")), Targets.Listed.NONE, new Targets.Layers(indexes, patterns));
    }

    @Test
    void a_pattern_of_layers_has_no_group_of_its_own() {
        assertThatThrownBy(() -> inLayers(Set.of(0), List.of("(x)?block")).hold(Q))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "layers_pattern: must have no group of its own but (?:…), got '.*\\.(x)?block\\.(\\d{1,6})\\.'");
        assertThat(inLayers(Set.of(3), List.of("(?:x)?block")).hold(Q)).isTrue();
    }

    @Test
    void a_pattern_that_would_never_end_is_refused() {
        String path = "a".repeat(60) + ".b";
        assertThatThrownBy(() -> targets("(a|aa)+\\1x").hold(path))
                .isInstanceOf(Refusal.class)
                .hasMessage("target_modules or the like: the pattern '(a|aa)+\\1x' takes too long to match");
        assertThatThrownBy(() -> targets("(a"))
                .hasMessage("target_modules or the like: must be a regular expression, got '(a'");
    }

    @Test
    void the_first_pattern_that_fits_gives_rank_and_weight() {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        ranks.put("encoder.*q", 2);
        ranks.put("q", 9);
        Ranks some = new Ranks(4, 8, ranks, Map.of("v", 1.0), false);
        assertThat(some.rank(Q)).isEqualTo(2);
        assertThat(some.rank("decoder.block.0.layer.0.SelfAttention.q")).isEqualTo(9);
        assertThat(some.rank("x.v")).isEqualTo(4);
        assertThat(some.scale(Q)).isEqualTo(4);
        assertThat(some.scale("x.v")).isEqualTo(0.25);
        assertThat(new Ranks(4, 8, Map.of(), Map.of(), true).scale(Q)).isEqualTo(4);
    }

    @Test
    void a_detour_is_the_product_of_its_matrices_times_alpha_over_rank() {
        try (PointerScope scope = new PointerScope()) {
            LowRankUpdate update = new LowRankUpdate(
                    Tensors.of(new float[] {1, 2}, 1, 2),
                    Tensors.of(new float[] {3, 4}, 2, 1),
                    Ranks.of(1, 2).scale("any"));
            assertThat(Tensors.floats(update.matrix())).containsExactly(6, 12, 8, 16);
        }
    }
}
