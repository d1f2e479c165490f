package dev.cloze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "lm_head.weight,   'lm_head.weight'",
                "``,               ''",
                "a\u0007b,         'a\\u0007b'",
                "a\u001b[2Jb,      'a\\u001b[2Jb'",
                "a\u009bb,         'a\\u009bb'",
                "a\u202eb,         'a\\u202eb'",
                "a\ud800b,         'a\\ud800b'",
                "`a\r\nb\u2028c`,   'a b c'",
                "می\u200cخواهم,    'می\u200cخواهم'",
                "日本語,             '日本語'",
            })
    void what_steers_a_terminal_is_written_out(String text, String shown) {
        assertThat(Shown.of(text)).isEqualTo(shown);
    }

    @Test
    void whatever_the_text_it_is_one_short_line() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(300), 0, 0x11000).forEach(unit -> text.appendCodePoint(unit % 0x10000));
            String shown = Shown.of(text.toString());
            assertThat(shown.length()).isLessThanOrEqualTo(2 + 6 * 101);
            assertThat(shown.lines().count()).isEqualTo(1);
            assertThat(shown.codePoints())
                    .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        }
    }

    @Test
    void a_long_text_is_cut_between_two_characters() {
        assertThat(Shown.of("x".repeat(99) + "😀😀")).isEqualTo("'" + "x".repeat(99) + "…'");
        assertThat(Shown.of("x".repeat(100))).isEqualTo("'" + "x".repeat(100) + "'");
        assertThat(Shown.plain("y".repeat(2_000_000))).isEqualTo("y".repeat(100) + "…");
    }

    @Test
    void a_reason_is_never_missing() {
        assertThat(Reasons.of(new IllegalStateException())).isEqualTo("IllegalStateException");
        assertThat(Reasons.of(new IllegalStateException(" "))).isEqualTo("IllegalStateException");
        assertThat(Reasons.of(new IllegalStateException("no"))).isEqualTo("no");
    }
}
