package dev.cloze.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.Seeds;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** What holds for every objective. */
interface ObjectiveContract {

    Objective objective();

    /** Settings of any proportion: short, even, and far from each other. */
    List<Setting> SETTINGS = List.of(
            Wordless.setting(16, 16),
            Wordless.setting(64, 32),
            Wordless.setting(64, 512),
            Wordless.setting(512, 114),
            Wordless.setting(512, 512),
            Wordless.setting(1024, 229));

    /** Denoisers that were made ready, which takes its time where all pieces of the vocabulary are looked at. */
    Map<List<Object>, Denoisers> PREPARED = new ConcurrentHashMap<>();

    private Denoisers prepared(Setting setting) {
        return PREPARED.computeIfAbsent(
                List.of(objective(), setting), key -> objective().prepare(setting));
    }

    /** What inputs without their mode and targets were made of. */
    default Tokens reconstructed(Tokens inputs, Tokens targets) {
        return Reconstruction.of(inputs, targets, Wordless.vocabulary());
    }

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    default void no_token_is_lost_or_doubled(Seed seed) {
        for (Setting setting : SETTINGS) {
            Denoiser denoiser = prepared(setting).draw(seed);
            Tokens tokens = Wordless.counting(length(denoiser, seed));
            Example example = denoiser.apply(tokens, "und", seed);
            assertThat(reconstructed(withoutMode(example.inputs()), example.targets()))
                    .isEqualTo(tokens);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    default void lengths_stay_within_bounds(Seed seed) {
        for (Setting setting : SETTINGS) {
            for (Denoiser denoiser : prepared(setting).all()) {
                int most = denoiser.tokensLength();
                Example full = denoiser.apply(Wordless.counting(most), "und", seed);
                Example some = denoiser.apply(Wordless.counting(length(denoiser, seed)), "und", seed);
                Lengths bounds = denoiser.lengths(length(denoiser, seed), seed);
                assertThat(some.inputs().size()).isLessThanOrEqualTo(bounds.inputs());
                assertThat(some.targets().size()).isLessThanOrEqualTo(bounds.targets());
                for (Example example : List.of(full, some)) {
                    assertThat(example.inputs().size())
                            .isBetween(1, setting.lengths().inputs());
                    assertThat(example.targets().size())
                            .isBetween(1, setting.lengths().targets());
                }
            }
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    default void the_longest_segment_for_a_room_fits_it(Seed seed) {
        SplittableRandom random = seed.random();
        for (Setting setting : SETTINGS) {
            for (Denoiser denoiser : prepared(setting).all()) {
                int inputs = 1 + random.nextInt(setting.lengths().inputs());
                int targets = 1 + random.nextInt(setting.lengths().targets());
                int longest = denoiser.longest(inputs, targets, seed);
                if (longest >= Denoisers.FEWEST_TOKENS) {
                    Example example = denoiser.apply(Wordless.counting(longest), "und", seed);
                    assertThat(example.inputs().size()).isLessThanOrEqualTo(inputs);
                    assertThat(example.targets().size()).isLessThanOrEqualTo(targets);
                }
            }
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    default void the_same_seed_makes_the_same_example(Seed seed) {
        Denoisers denoisers = prepared(SETTINGS.get(4));
        Denoiser denoiser = denoisers.draw(seed);
        Tokens tokens = Wordless.counting(denoiser.tokensLength());
        assertThat(denoisers.draw(seed)).isSameAs(denoiser);
        assertThat(denoiser.apply(tokens, "de", seed)).isEqualTo(denoiser.apply(tokens, "de", seed));
    }

    @Test
    default void a_full_segment_leaves_hardly_any_room() {
        Setting setting = Wordless.setting(512, 512);
        for (Denoiser denoiser : prepared(setting).all()) {
            Example example = denoiser.apply(Wordless.counting(denoiser.tokensLength()), "und", new Seed(0));
            assertThat(example.inputs().size() + example.targets().size())
                    .as(denoiser.name())
                    .isGreaterThanOrEqualTo(512);
        }
    }

    @Test
    default void two_tokens_are_enough() {
        for (Denoiser denoiser : objective().prepare(Wordless.setting(64, 64)).all()) {
            Example example = denoiser.apply(Wordless.counting(2), "und", new Seed(1));
            assertThat(reconstructed(withoutMode(example.inputs()), example.targets()))
                    .isEqualTo(Wordless.counting(2));
        }
    }

    @Test
    default void labels_carry_the_language_and_the_denoiser() {
        for (Denoiser denoiser : objective().prepare(Wordless.setting(64, 64)).all()) {
            assertThat(denoiser.apply(Wordless.counting(9), "sw", new Seed(1)).label())
                    .isEqualTo(new Example.Label("sw", denoiser.name()));
        }
    }

    private static int length(Denoiser denoiser, Seed seed) {
        return new SplittableRandom(seed.value()).nextInt(2, denoiser.tokensLength() + 1);
    }

    /** Modes are spelt with ids that no counted token has. */
    private static Tokens withoutMode(Tokens inputs) {
        int from = 0;
        while (from < inputs.size() && inputs.at(from) >= 30000 && inputs.at(from) < 31000) {
            from++;
        }
        return inputs.slice(from, inputs.size());
    }
}
