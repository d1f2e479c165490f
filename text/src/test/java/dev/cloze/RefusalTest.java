package dev.cloze;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class RefusalTest {

    @Test
    void a_value_is_shown_on_one_line_without_what_steers_a_terminal() {
        assertThat(Refusal.at("config.json", "must be a name, got '%s'", "a\r\nb\u001b[31m\u0007")
                        .getMessage())
                .isEqualTo("config.json: must be a name, got 'a b\\u001b[31m\\u0007'");
    }

    @Test
    void a_long_value_is_cut() {
        assertThat(Refusal.at("config.json", "got %s", "x".repeat(8_000_000)).getMessage())
                .hasSizeLessThan(1100)
                .endsWith("x…");
    }

    @Test
    void a_place_is_shown_as_a_value_is() {
        assertThat(Refusal.at("a\n\u009b31m".repeat(1_000_000), "must be a name")
                        .getMessage())
                .startsWith("a \\u009b31ma ")
                .hasSizeLessThan(3000)
                .endsWith("…: must be a name");
    }

    @Test
    void numbers_of_any_length_are_cut() {
        assertThat(Refusal.at("file", "got %s", new BigInteger("9".repeat(100_000)))
                        .getMessage())
                .hasSizeLessThan(1100);
    }

    @Test
    void numbers_keep_their_form() {
        assertThat(Refusal.at("file", "must be at most %,d, got %.2f", 1_000_000L, 2.5)
                        .getMessage())
                .isEqualTo("file: must be at most 1,000,000, got 2.50");
    }
}
