package dev.cloze.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.Seeds;
import dev.cloze.text.Sentinels;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.CsvSource;

class SpanCorruptionTest implements ObjectiveContract {

    private static final SpanCorruption DENSE = new SpanCorruption(0.5, 3);

    @Override
    public Objective objective() {
        return SpanCorruption.t5();
    }

    @Test
    void one_span_lies_at_the_end() {
        Denoiser denoiser = only(SpanCorruption.t5(), 18, 8);
        Example example = denoiser.apply(Wordless.counting(100, 20), "und", new Seed(7));
        assertThat(example.inputs().slice(0, 18))
                .isEqualTo(Wordless.counting(100, 17).append(32099));
        assertThat(example.targets()).isEqualTo(Tokens.of(32099, 117, 118, 119, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "512, 114, 0.15, 3, 568", "512, 512, 0.15, 3, 568", "1024, 229, 0.15, 3, 1137", "128, 512, 0.15, 8, 146",
        "512, 512, 0.15, 64, 600", "512, 512, 0.5, 8, 908", "512, 512, 0.5, 64, 1006", "114, 114, 0.5, 3, 170"
    })
    void segments_are_as_long_as_in_t5(int inputs, int targets, double density, double mean, int tokens) {
        assertThat(only(new SpanCorruption(density, mean), inputs, targets).tokensLength())
                .isEqualTo(tokens);
    }

    @Test
    void short_targets_make_shorter_segments_and_no_error() {
        Denoiser denoiser = only(DENSE, 512, 114);
        Example example = denoiser.apply(Wordless.counting(denoiser.tokensLength()), "und", new Seed(0));
        assertThat(example.targets().size()).isEqualTo(114);
    }

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    void spans_never_outnumber_the_sentinels(Seed seed) {
        Denoiser denoiser = only(DENSE, 2048, 2048);
        Example example = denoiser.apply(Wordless.counting(denoiser.tokensLength()), "und", seed);
        Sentinels sentinels = Wordless.vocabulary().sentinels();
        assertThat(example.inputs().stream().filter(id -> sentinels.indexOf(id) >= 0))
                .hasSize(sentinels.count())
                .doesNotHaveDuplicates();
    }

    @Test
    void fewer_sentinels_make_longer_segments_that_still_fill_the_row() {
        Denoiser denoiser = only(DENSE, 512, 512);
        Example example = denoiser.apply(Wordless.counting(denoiser.tokensLength()), "und", new Seed(3));
        assertThat(denoiser.tokensLength()).isEqualTo(822);
        assertThat(example.inputs().size()).isEqualTo(512);
        assertThat(example.targets().size()).isEqualTo(512);
    }

    @Test
    void t5_overflow_counts_down_into_ordinary_pieces() {
        Denoiser denoiser = only(new SpanCorruption(0.5, 3, SentinelOverflow.T5), 512, 512);
        Example example = denoiser.apply(Wordless.counting(denoiser.tokensLength()), "und", new Seed(0));
        assertThat(denoiser.tokensLength()).isEqualTo(766);
        assertThat(example.inputs().at(example.inputs().size() - 2)).isEqualTo(32100 - 128);
    }

    @Test
    void overflow_is_refused_where_asked_for() {
        SpanCorruption strict = new SpanCorruption(0.5, 3, SentinelOverflow.ERROR);
        assertThatThrownBy(() -> strict.prepare(Wordless.setting(512, 512)))
                .isInstanceOf(Refusal.class)
                .hasMessage("X(3, 0.5) makes 128 spans of 766 tokens; the vocabulary has 100 sentinels");
        assertThat(strict.prepare(Wordless.setting(256, 256)).all()).hasSize(1);
    }

    @Test
    void density_and_mean_are_checked() {
        assertThatThrownBy(() -> new SpanCorruption(1.5, 3))
                .isInstanceOf(Refusal.class)
                .hasMessage("noise-density must be above 0 and below 1, got 1.5");
        assertThatThrownBy(() -> new SpanCorruption(0.5, 0.5))
                .hasMessage("mean-span-length must be at least 1, got 0.5");
    }

    @Test
    void a_vocabulary_without_sentinels_is_refused() {
        Vocabulary bare = new Vocabulary(100, 0, 1, 2, Sentinels.of());
        assertThatThrownBy(() -> SpanCorruption.t5().prepare(new Setting(bare, new Lengths(9, 9), Wordless.spelling())))
                .hasMessage("R(3, 0.15) needs a vocabulary with sentinels; this one has none");
    }

    @Test
    void lengths_without_room_are_refused() {
        assertThatThrownBy(() -> SpanCorruption.t5().prepare(Wordless.setting(2, 9)))
                .hasMessage("R(3, 0.15) needs lengths of at least 3 inputs and 3 targets, got 2 and 9");
    }

    @Test
    void every_mask_is_equally_likely() {
        int[] ends = new int[7];
        Denoiser denoiser = only(new SpanCorruption(0.5, 2), 64, 64);
        int draws = 6000;
        for (int i = 0; i < draws; i++) {
            Tokens inputs = denoiser.apply(Wordless.counting(100, 8), "und", new Seed(5).at(i))
                    .inputs();
            ends[inputs.stream().toArray()[0] == 100 ? firstGap(inputs) : 0]++;
        }
        // Two spans of four tokens each side: the first kept run has 1, 2 or 3 tokens, each in a third of the masks.
        assertThat(ends[1]).isBetween(1800, 2200);
        assertThat(ends[2]).isBetween(1800, 2200);
        assertThat(ends[3]).isBetween(1800, 2200);
    }

    private static int firstGap(Tokens inputs) {
        int at = 0;
        while (inputs.at(at) != Wordless.SENTINEL_0) {
            at++;
        }
        return at;
    }

    private static Denoiser only(SpanCorruption objective, int inputs, int targets) {
        return objective.prepare(Wordless.setting(inputs, targets)).all().get(0);
    }
}
