package dev.cloze.data.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpora;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Position;
import dev.cloze.data.source.TextCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureTest {

    @TempDir
    Path folder;

    @Test
    void sizes_are_raised_to_the_power_alpha() {
        Mixture mixture = new Mixture(
                List.of(
                        Corpora.jsonLines(folder.resolve("a.jsonl"), "a", 1000, 1),
                        Corpora.jsonLines(folder.resolve("b.jsonl"), "b", 100, 1),
                        Corpora.jsonLines(folder.resolve("c.jsonl"), "c", 10, 1)),
                0.3);
        assertThat(mixture.parts())
                .extracting(Mixture.Part::rate)
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : 1)
                .containsExactly(7.943282, 3.981072, 1.995262);
        List<Double> probabilities = mixture.probabilities();
        assertThat(probabilities.get(0)).isCloseTo(.570654, within(1e-6));

        try (Feed<Material> feed = mixture.open(Position.START, new Seed(1))) {
            Map<String, Long> drawn = Corpora.texts(feed, 10_000).stream()
                    .collect(Collectors.groupingBy(text -> text.substring(0, 1), Collectors.counting()));
            assertThat(drawn.getOrDefault("a", 0L) / 10_000.0).isCloseTo(probabilities.get(0), within(0.02));
            assertThat(drawn.getOrDefault("c", 0L) / 10_000.0).isCloseTo(probabilities.get(2), within(0.02));
        }
    }

    @Test
    void a_part_is_repeated_whole_before_it_repeats() {
        TextCorpus source = Corpora.jsonLines(folder.resolve("a.jsonl"), "a", 20, 1);
        try (Feed<Material> feed = new Mixture(List.of(source), 1).open(Position.START, new Seed(1))) {
            Map<String, Long> drawn = Corpora.texts(feed, 60).stream()
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(drawn)
                    .hasSize(20)
                    .allSatisfy((text, times) -> assertThat(times).isEqualTo(3));
        }
    }

    @Test
    void the_order_of_a_part_does_not_depend_on_the_others() {
        TextCorpus a = Corpora.jsonLines(folder.resolve("a.jsonl"), "a", 20, 1);
        TextCorpus b = Corpora.jsonLines(folder.resolve("b.jsonl"), "b", 20, 1);
        try (Feed<Material> alone = new Mixture(List.of(a), 1).open(Position.START, new Seed(1));
                Feed<Material> both = new Mixture(List.of(b, a), 1).open(Position.START, new Seed(1))) {
            List<String> ofA = Corpora.texts(both, 100).stream()
                    .filter(text -> text.startsWith("a"))
                    .toList();
            assertThat(ofA).isEqualTo(Corpora.texts(alone, ofA.size()));
        }
    }

    @Test
    void a_rate_that_needs_no_size_counts_nothing() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jsonl.zst"), "not zstd");
        TextCorpus source = Corpora.source("broken", Corpora.RULES, broken);
        assertThat(Mixture.Part.of(source, new Rate.Fixed(2)).rate()).isEqualTo(2);
        assertThat(Mixture.Part.of(source, new Rate.Power(0)).rate()).isEqualTo(1);
        assertThatThrownBy(() -> Mixture.Part.of(source, new Rate.Power(0.3))).hasMessageContaining("broken zstd");
    }

    @Test
    void what_cannot_be_mixed_is_refused() {
        TextCorpus a = Corpora.jsonLines(folder.resolve("a.jsonl"), "a", 20, 1);
        assertThatThrownBy(() -> new Mixture(List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessage("a mixture must have at least one part");
        assertThatThrownBy(() -> new Mixture(List.of(a, a), 1))
                .isInstanceOf(Refusal.class)
                .hasMessage("the parts of a mixture must have different names, got 'a' twice");
        assertThatThrownBy(() -> new Mixture.Part("a", a, 0))
                .isInstanceOf(Refusal.class)
                .hasMessage("a: the rate must be in (0, ∞), got 0.0");
        assertThatThrownBy(() -> new Rate.Fixed(-1)).hasMessage("value must be 0 or more, got -1.0");
    }
}
