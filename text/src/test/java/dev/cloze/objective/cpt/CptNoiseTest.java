package dev.cloze.objective.cpt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.data.random.TorchRandom;
import dev.cloze.objective.cpt.CptNoise.Replacement;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CptNoiseTest {

    private static final Tokens SAMPLE = Tokens.of(
            101, 200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 102, 210, 206, 206, 211, 212, 213, 214, 102);
    private static final List<String> PIECES = List.of(
            "[CLS]", "我", "们", "喜", "欢", "北", "京", "天", "安", "门", "。", "[SEP]", "今", "天", "天", "气", "很", "好", "！",
            "[SEP]");
    private static final List<String> WORDS = List.of("我们", "喜欢", "北京", "天安门", "。", "[SEP]", "今天", "天气", "很", "好", "！");
    private static final CptWords CUT = CptWords.of(PIECES, text -> WORDS);

    @Test
    void words_of_chinese_characters_may_be_masked() {
        assertThat(CUT.candidates()).containsExactly(1, 3, 5, 7, 12, 14, 16, 17);
        assertThat(CUT.all()).containsExactly(1, 3, 5, 7, 10, 11, 12, 14, 16, 17, 18);
    }

    /** What the reference made after torch.manual_seed. */
    @ParameterizedTest
    @CsvSource({
        "0, EACH_TOKEN, 101 103 103 202 203 204 205 206 207 208 209 102 103 103 206 211 212 103 214 102",
        "0, WHOLE_WORD, 101 103 202 203 204 205 103 207 208 209 102 103 206 211 212 103 214 102",
        "1, EACH_TOKEN, 101 200 201 202 203 103 205 206 207 208 209 102 103 103 103 103 212 213 214 102",
        "1, WHOLE_WORD, 101 200 201 202 203 103 206 207 208 209 102 103 103 103 213 214 102",
        "2, EACH_TOKEN, 101 125 262 202 203 204 205 206 207 208 209 102 103 103 206 211 212 174 214 102",
        "2, WHOLE_WORD, 101 174 202 203 103 205 206 207 208 209 102 103 206 211 212 262 214 102"
    })
    void words_are_masked_as_by_the_reference(long seed, Replacement replacement, String expected) {
        CptNoise noise = noise(replacement == Replacement.EACH_TOKEN ? 0.15 : 0.3);
        assertThat(noise.masked(SAMPLE, CUT, replacement, new TorchRandom(seed)))
                .isEqualTo(Tokens.of(Arrays.stream(expected.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void the_second_sentence_comes_first_as_with_the_reference(long seed) {
        assertThat(noise(0.3).permuted(SAMPLE, new TorchRandom(seed)))
                .isEqualTo(SAMPLE.slice(0, 1).concat(SAMPLE.slice(12, 20)).concat(SAMPLE.slice(1, 12)));
    }

    @Test
    void a_sample_with_a_single_word_is_masked_as_far_as_it_goes() {
        List<String> pieces = new ArrayList<>(List.of("[CLS]", "好", "[SEP]"));
        CptWords words = CptWords.of(pieces, List::of);
        assertThat(noise(0.15).masked(Tokens.of(101, 213, 102), words, Replacement.EACH_TOKEN, new TorchRandom(0)))
                .isEqualTo(Tokens.of(101, 103, 102));
    }

    private static CptNoise noise(double share) {
        return new CptNoise(share, 103, 102, 300);
    }
}
