package dev.cloze;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 42, Long.MIN_VALUE, 0x9E3779B97F4A7C15L})
    void a_fraction_is_what_a_generator_gives_first(long value) {
        Seed seed = new Seed(value).split("a").at(value);
        assertThat(seed.fraction()).isEqualTo(seed.random().nextDouble());
    }
}
