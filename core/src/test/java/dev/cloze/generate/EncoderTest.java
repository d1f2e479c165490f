package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncoderTest {

    @Test
    void rounded_lengths_are_few_and_at_most_an_eighth_longer() {
        assertThat(IntStream.rangeClosed(1, 1 << 14))
                .allSatisfy(length ->
                        assertThat(Encoder.rounded(length)).isBetween(length, length + Math.max(7, length / 8)));
        assertThat(IntStream.rangeClosed(1, 1 << 14)
                        .map(Encoder::rounded)
                        .distinct()
                        .count())
                .isLessThan(80);
    }

    @Test
    void a_rounded_length_stays_as_it_is() {
        assertThat(IntStream.rangeClosed(1, 5000).map(Encoder::rounded))
                .allSatisfy(length -> assertThat(Encoder.rounded(length)).isEqualTo(length));
    }
}
