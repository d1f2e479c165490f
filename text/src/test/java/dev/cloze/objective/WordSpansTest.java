package dev.cloze.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.Seeds;
import dev.cloze.text.Tokens;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

class WordSpansTest implements ObjectiveContract {

    @Override
    public Objective objective() {
        return WordSpans.megatron();
    }

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    void words_are_masked_whole(Seed seed) {
        Denoiser denoiser =
                objective().prepare(Wordless.setting(512, 512)).all().get(0);
        Tokens inputs = denoiser.apply(Wordless.counting(400), "und", seed).inputs();
        for (int i = 1; i < inputs.size(); i++) {
            boolean behindGap = inputs.at(i - 1) > Wordless.SENTINEL_0 - 100;
            boolean continues = inputs.at(i) < 1000 && inputs.at(i) % 3 == 0;
            assertThat(behindGap && continues).isFalse();
        }
    }
}
