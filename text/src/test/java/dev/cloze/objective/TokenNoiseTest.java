package dev.cloze.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.Seeds;
import dev.cloze.objective.TokenNoise.Inputs;
import dev.cloze.objective.TokenNoise.Mask;
import dev.cloze.objective.TokenNoise.Targets;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

class TokenNoiseTest implements ObjectiveContract {

    private static final Set<Mask> GROWING = Set.of(Mask.INDEPENDENT, Mask.REGULAR, Mask.RANDOM_SPANS);

    @Override
    public Objective objective() {
        return TokenNoise.independent();
    }

    /** Stretches of the inputs and of the targets take turns; where the inputs begin with a sentinel, the targets begin. */
    @Override
    public Tokens reconstructed(Tokens inputs, Tokens targets) {
        List<Tokens> read = stretches(inputs.slice(0, inputs.size() - 1));
        List<Tokens> written = stretches(targets.slice(0, targets.size() - 1));
        boolean noiseFirst = isSentinel(inputs.at(0));
        Tokens whole = Tokens.EMPTY;
        for (int i = 0; i < Math.max(read.size(), written.size()); i++) {
            Tokens kept = i < read.size() ? read.get(i) : Tokens.EMPTY;
            Tokens noise = i < written.size() ? written.get(i) : Tokens.EMPTY;
            whole = whole.concat(noiseFirst ? noise.concat(kept) : kept.concat(noise));
        }
        return whole;
    }

    private static List<Tokens> stretches(Tokens tokens) {
        List<Tokens> stretches = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            if (i == tokens.size() || isSentinel(tokens.at(i))) {
                if (i > from) {
                    stretches.add(tokens.slice(from, i));
                }
                from = i + 1;
            }
        }
        return stretches;
    }

    private static boolean isSentinel(int id) {
        return id > Wordless.SENTINEL_0 - 100;
    }

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    void lengths_are_those_of_the_example_for_every_choice(Seed seed) {
        for (Mask mask : Mask.values()) {
            for (Inputs inputs : Inputs.values()) {
                for (Targets targets : Targets.values()) {
                    TokenNoise noise = new TokenNoise(0.3, mask, 3, inputs, targets, SentinelOverflow.CAP);
                    Denoiser denoiser =
                            noise.prepare(Wordless.setting(512, 512)).all().get(0);
                    Example example = denoiser.apply(Wordless.counting(60), "und", seed);
                    Lengths made = new Lengths(
                            example.inputs().size(), example.targets().size());
                    Lengths said = denoiser.lengths(60, seed);
                    assertThat(GROWING.contains(mask) ? said : fitting(made, said))
                            .as("%s %s %s", mask, inputs, targets)
                            .isEqualTo(made);
                    Lengths shorter = denoiser.lengths(50, seed);
                    assertThat(fitting(shorter, said))
                            .as("%s %s %s", mask, inputs, targets)
                            .isEqualTo(shorter);
                }
            }
        }
    }

    @Test
    void noise_behind_the_last_sentinel_is_left_as_it_was() {
        TokenNoise noise = new TokenNoise(
                0.5, Mask.INDEPENDENT, 3, Inputs.UNIQUE_SENTINELS, Targets.UNIQUE_SENTINELS, SentinelOverflow.CAP);
        Denoiser denoiser = noise.prepare(Wordless.setting(2000, 2000)).all().get(0);
        Example example = denoiser.apply(Wordless.counting(1900), "und", new Seed(1));
        assertThat(example.overflows()).isTrue();
        assertThat(example.inputs().stream().filter(TokenNoiseTest::isSentinel)).hasSizeBetween(99, 100);
        assertThat(example.inputs().slice(1000, example.inputs().size() - 1).stream())
                .noneMatch(TokenNoiseTest::isSentinel);
    }

    private static Lengths fitting(Lengths lengths, Lengths room) {
        return new Lengths(Math.min(lengths.inputs(), room.inputs()), Math.min(lengths.targets(), room.targets()));
    }

    @Test
    void more_spans_than_sentinels_are_refused_where_that_is_asked_for() {
        TokenNoise noise = new TokenNoise(
                0.5, Mask.INDEPENDENT, 3, Inputs.UNIQUE_SENTINELS, Targets.UNIQUE_SENTINELS, SentinelOverflow.ERROR);
        assertThatThrownBy(() -> noise.prepare(Wordless.setting(512, 512)))
                .isInstanceOf(Refusal.class)
                .hasMessage("N(0.5) may make 256 spans of 511 tokens; the vocabulary has 100 sentinels");
    }

    @Test
    void a_prefix_is_at_most_half_noise() {
        assertThatThrownBy(
                        () -> new TokenNoise(0.6, Mask.PREFIX, 3, Inputs.DROPPED, Targets.NOISE, SentinelOverflow.CAP))
                .hasMessage("noise-density must be above 0 and below 0.5, got 0.6");
    }
}
