package dev.cloze.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MixtureOfDenoisersTest {

    @Test
    void ul2_has_the_seven_denoisers_of_table_1() {
        assertThat(names(Ul2.released()))
                .containsExactly(
                        "R(3, 0.15)", "R(8, 0.15)", "S(0.25)", "X(3, 0.5)", "X(8, 0.5)", "X(64, 0.15)", "X(64, 0.5)");
    }

    @Test
    void mode_tokens_are_text_in_front_of_the_inputs_and_room_is_kept_for_them() {
        Denoisers denoisers = Ul2.released().prepare(Wordless.setting(512, 512));
        Denoiser regular = denoisers.all().get(0);
        Example example = regular.apply(Wordless.counting(regular.tokensLength()), "und", new Seed(0));
        assertThat(example.inputs().slice(0, 5)).isEqualTo(Wordless.encode("[NLU]"));
        assertThat(example.inputs().size()).isEqualTo(512);
        assertThat(example.inputs().at(511)).isEqualTo(1);
    }

    static Stream<MixtureOfDenoisers> presets() {
        return Stream.of(
                Ul2.paper(),
                new Ul2r(ModeTokens.RELEASED),
                new Ul2(ModeTokens.RELEASED, Ul2.Rates.COMMUNITY),
                new Ul2(ModeTokens.PAPER, Ul2.Rates.FLASH_T5),
                new TextDenoising());
    }

    @ParameterizedTest
    @MethodSource("presets")
    void denoisers_are_drawn_at_their_rates(MixtureOfDenoisers mixture) {
        Denoisers denoisers = mixture.prepare(Wordless.setting(128, 128));
        Map<Denoiser, Integer> counts = new HashMap<>();
        int draws = 20000;
        for (int i = 0; i < draws; i++) {
            counts.merge(denoisers.draw(new Seed(4).at(i)), 1, Integer::sum);
        }
        for (int i = 0; i < denoisers.all().size(); i++) {
            double share = counts.getOrDefault(denoisers.all().get(i), 0) / (double) draws;
            assertThat(share).isCloseTo(denoisers.rate(i), within(0.015));
        }
    }

    @Test
    void ul2r_is_half_sequential() {
        assertThat(rates(new Ul2r(ModeTokens.NONE)))
                .containsEntry("S(0.5)", 0.5)
                .containsEntry("R(3, 0.15)", 0.25)
                .containsEntry("X(32, 0.15)", 0.125)
                .containsEntry("X(3, 0.5)", 0.125);
    }

    @Test
    void mixtures_nest_and_rates_multiply() {
        MixtureOfDenoisers inner = new CustomMixture(List.of(
                new MixtureOfDenoisers.Part(3, "a", new PrefixLm(0.5)),
                new MixtureOfDenoisers.Part(1, "b", new CausalLm())));
        MixtureOfDenoisers outer = new CustomMixture(List.of(
                new MixtureOfDenoisers.Part(1, "c", inner), new MixtureOfDenoisers.Part(1, "", SpanCorruption.t5())));
        assertThat(rates(outer))
                .containsEntry("S(0.5)", 0.375)
                .containsEntry("LM", 0.125)
                .containsEntry("R(3, 0.15)", 0.5);
        Denoiser causal = outer.prepare(Wordless.setting(9, 9)).all().get(1);
        assertThat(causal.apply(Tokens.of(5, 6), "und", new Seed(0)).inputs())
                .isEqualTo(Wordless.encode("cb").append(1));
    }

    @Test
    void rates_and_parts_are_checked() {
        assertThatThrownBy(() -> new MixtureOfDenoisers.Part(0, "", new CausalLm()))
                .isInstanceOf(Refusal.class)
                .hasMessage("rate must be a positive number, got 0.0");
        assertThatThrownBy(() -> new CustomMixture(List.of())).isInstanceOf(Refusal.class);
    }

    private static List<String> names(Objective objective) {
        return objective.prepare(Wordless.setting(512, 512)).all().stream()
                .map(Denoiser::name)
                .toList();
    }

    private static Map<String, Double> rates(Objective objective) {
        Denoisers denoisers = objective.prepare(Wordless.setting(512, 512));
        Map<String, Double> rates = new TreeMap<>();
        for (int i = 0; i < denoisers.all().size(); i++) {
            rates.put(denoisers.all().get(i).name(), denoisers.rate(i));
        }
        return rates;
    }
}
