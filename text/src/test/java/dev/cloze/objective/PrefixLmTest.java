package dev.cloze.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.Seeds;
import dev.cloze.text.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

class PrefixLmTest implements ObjectiveContract {

    @Override
    public Objective objective() {
        return PrefixLm.t5();
    }

    @Test
    void a_fixed_split_leaves_the_density_to_write() {
        Denoiser denoiser = only(new PrefixLm(0.25, PrefixLm.Split.FIXED), 512, 512);
        Example example = denoiser.apply(Wordless.counting(100, 12), "und", new Seed(0));
        assertThat(example.inputs()).isEqualTo(Wordless.counting(100, 9).append(1));
        assertThat(example.targets()).isEqualTo(Tokens.of(109, 110, 111, 1));
    }

    @Test
    void a_fixed_split_fills_the_inputs_or_the_targets() {
        PrefixLm quarter = new PrefixLm(0.25, PrefixLm.Split.FIXED);
        assertThat(only(quarter, 512, 512).tokensLength()).isEqualTo(681);
        assertThat(only(quarter, 512, 114).tokensLength()).isEqualTo(453);
    }

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    void a_uniform_split_lies_where_both_parts_fit(Seed seed) {
        Example example = only(PrefixLm.t5(), 512, 114).apply(Wordless.counting(511), "und", seed);
        assertThat(example.inputs().size()).isBetween(399, 511);
        assertThat(example.targets().size()).isBetween(2, 114);
    }

    @Test
    void a_uniform_split_reads_every_length_equally_often() {
        int[] counts = new int[6];
        Denoiser denoiser = only(PrefixLm.t5(), 64, 64);
        for (int i = 0; i < 5000; i++) {
            counts[
                    denoiser.apply(Wordless.counting(6), "und", new Seed(11).at(i))
                                    .inputs()
                                    .size()
                            - 1]++;
        }
        assertThat(counts[0]).isZero();
        for (int length = 1; length <= 5; length++) {
            assertThat(counts[length]).isBetween(880, 1120);
        }
    }

    @Test
    void a_sentinel_may_mark_the_split_within_the_same_room() {
        Denoiser denoiser = only(new PrefixLm(0.75, PrefixLm.Split.FIXED, true), 10, 20);
        int tokens = denoiser.tokensLength();
        Example example = denoiser.apply(Wordless.counting(tokens), "und", new Seed(1));
        int sentinel = Wordless.setting(10, 20).vocabulary().sentinels().id(0);
        assertThat(example.inputs().at(example.inputs().size() - 2)).isEqualTo(sentinel);
        assertThat(example.targets().at(0)).isEqualTo(sentinel);
        assertThat(denoiser.lengths(tokens, new Seed(1)))
                .isEqualTo(
                        new Lengths(example.inputs().size(), example.targets().size()));
        assertThat(example.inputs().size()).isLessThanOrEqualTo(10);
        assertThat(example.targets().size()).isLessThanOrEqualTo(20);
        assertThat(example.inputs().size() + example.targets().size()).isEqualTo(tokens + 4);
    }

    @Test
    void a_quarter_on_average_is_written() {
        Denoiser denoiser = only(new PrefixLm(0.25), 512, 512);
        double written = 0;
        for (int i = 0; i < 2000; i++) {
            written += denoiser.apply(Wordless.counting(401), "und", new Seed(2).at(i))
                            .targets()
                            .size()
                    - 1;
        }
        assertThat(written / 2000 / 401).isBetween(0.24, 0.26);
    }

    @Test
    void a_uniform_split_cannot_write_more_than_it_reads() {
        assertThatThrownBy(() -> new PrefixLm(0.75))
                .isInstanceOf(Refusal.class)
                .hasMessage("noise-density of a uniform split must be above 0 and at most 0.5, got 0.75");
        assertThatThrownBy(() -> new PrefixLm(1, PrefixLm.Split.FIXED))
                .hasMessage("noise-density of a fixed split must be above 0 and below 1, got 1.0");
    }

    @Test
    void lengths_without_room_are_refused() {
        assertThatThrownBy(() -> PrefixLm.t5().prepare(Wordless.setting(1, 9)))
                .hasMessage("S(0.5) needs lengths of at least 2 inputs and 2 targets, got 1 and 9");
    }

    private static Denoiser only(PrefixLm objective, int inputs, int targets) {
        return objective.prepare(Wordless.setting(inputs, targets)).all().get(0);
    }
}
