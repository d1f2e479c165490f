package dev.cloze.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.Sentinels;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CptDenoisingTest {

    private static final List<String> PIECES =
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "我", "们", "喜", "欢", "北", "京", "。", "很", "好", "！");
    private static final Tokens TEXT = Tokens.of(5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
    private static final Tokens SAMPLE = Tokens.of(2, 5, 6, 7, 8, 9, 10, 11, 3, 12, 13, 14, 3);

    @Test
    void understanding_asks_for_the_masked_tokens_at_their_places() {
        for (Seed seed : seeds()) {
            Example example = denoiser(0, 16).apply(TEXT, "zh", seed);
            assertThat(example.targets()).isEqualTo(SAMPLE);
            assertThat(example.answer()).isEqualTo(Example.Answer.IN_PLACE);
            assertThat(example.inputs().size()).isEqualTo(SAMPLE.size());
            assertThat(IntStream.range(0, SAMPLE.size())
                            .filter(i -> example.inputs().at(i) != SAMPLE.at(i))
                            .count())
                    .isBetween(1L, 4L);
        }
    }

    @Test
    void generation_writes_the_whole_text_of_fewer_tokens() {
        for (Seed seed : seeds()) {
            Example example = denoiser(1, 16).apply(TEXT, "zh", seed);
            assertThat(example.targets()).isEqualTo(SAMPLE);
            assertThat(example.answer()).isEqualTo(Example.Answer.WRITTEN);
            assertThat(example.inputs().at(0)).isEqualTo(2);
            assertThat(example.inputs().size()).isLessThanOrEqualTo(SAMPLE.size());
        }
    }

    @Test
    void what_does_not_fit_is_cut_off_before_a_separator() {
        Example example = denoiser(0, 12).apply(TEXT, "zh", new Seed(1));
        assertThat(example.targets()).isEqualTo(SAMPLE.slice(0, 11).append(3));
    }

    @Test
    void a_vocabulary_without_masks_is_refused() {
        assertThatThrownBy(() -> new CptDenoising(0.15, 0.5).prepare(Wordless.setting(16, 16)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("CPT(0.15, 0.5) needs BERT's [CLS], [SEP] and [MASK]");
    }

    @Test
    void examples_of_any_length_stay_within_bounds_and_are_the_seeds_alone() {
        for (Seed seed : seeds()) {
            for (double share : new double[] {0, 1}) {
                Denoiser denoiser = denoiser(share, 16);
                Tokens text = TEXT.slice(0, 2 + Math.floorMod(seed.value(), 9));
                Example example = denoiser.apply(text, "zh", seed);
                Lengths bounds = denoiser.lengths(text.size(), seed);
                assertThat(example.inputs().size()).isBetween(1, bounds.inputs());
                assertThat(example.targets().size()).isBetween(1, bounds.targets());
                assertThat(denoiser.apply(text, "zh", seed)).isEqualTo(example);
                assertThat(example.label()).isEqualTo(new Example.Label("zh", denoiser.name()));
            }
        }
    }

    private static List<Seed> seeds() {
        return IntStream.range(0, 50).mapToObj(Seed::new).toList();
    }

    /** The only denoiser that is drawn. */
    private static Denoiser denoiser(double generationShare, int length) {
        Spelling spelling = new Spelling(text -> Tokens.EMPTY, PIECES::get);
        Vocabulary vocabulary = new Vocabulary(PIECES.size(), 0, 3, 1, Sentinels.of());
        return new CptDenoising(0.15, generationShare)
                .prepare(new Setting(vocabulary, new Lengths(length, length), spelling))
                .draw(new Seed(0));
    }
}
