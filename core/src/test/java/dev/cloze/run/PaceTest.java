package dev.cloze.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace();

    @Test
    void the_first_update_does_not_count_once_there_is_another() {
        pace.add(9);
        assertThat(pace.secondsAnUpdate()).isEqualTo(9);
        pace.add(0.1);
        assertThat(pace.secondsAnUpdate()).isEqualTo(0.1);
    }

    @Test
    void one_slow_update_moves_it_little_and_a_new_speed_is_followed() {
        for (int i = 0; i < 300; i++) {
            pace.add(0.1);
        }
        pace.add(0.5);
        assertThat(pace.secondsAnUpdate()).isCloseTo(0.108, within(1e-3));
        for (int i = 0; i < 300; i++) {
            pace.add(0.2);
        }
        assertThat(pace.secondsAnUpdate()).isCloseTo(0.2, within(1e-3));
    }
}
