package dev.cloze.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BarDisplayTest {

    @Test
    void a_watched_run_shows_how_far_it_is_and_keeps_what_was_said() {
        StringWriter written = new StringWriter();
        try (Display display = Display.on(new PrintWriter(written, true), true, 100)) {
            display.show(new Display.State(30, 120, 9, "loss 4.500"));
            display.say("saved");
        } // Closing draws a last time.
        assertThat(written.toString()).contains("saved\n", "25%", "30/120", "loss 4.500");
    }
}
