package dev.cloze.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.batch.Skipped;
import dev.cloze.run.RunEnd;
import dev.cloze.train.Divergence;
import dev.cloze.train.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunDisplayTest {

    /** Keeps the lines. */
    private static final class Lines implements Display {

        private final List<String> said = new ArrayList<>();

        @Override
        public void show(State state) {
            said.add("at " + state.step());
        }

        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public void close() {}
    }

    private final Lines lines = new Lines();
    private final RunDisplay display = new RunDisplay(lines);

    @Test
    void a_whole_run_ends_with_its_model() {
        display.onEnd(new RunEnd(7, 3, Optional.of(Path.of("out/model")), Skipped.NONE));
        assertThat(lines.said).containsExactly("model      out/model");
    }

    @Test
    void a_stopped_run_says_how_it_goes_on_and_what_was_left_out() {
        display.onEnd(new RunEnd(7, 3, Optional.empty(), new Skipped(1000, 2, 3, 4)));
        assertThat(lines.said)
                .containsExactly(
                        "stopped after step 7; the same command goes on from there",
                        "left out   1,000 documents without a token, 2 single tokens; 3 examples with more gaps than"
                                + " sentinels; 4 sides of pairs cut off");
    }

    @Test
    void what_went_wrong_is_told_with_its_place() {
        display.onNotice("a.txt: 3", "is no JSON");
        display.onWarning("out/old: cannot be removed");
        display.onDivergence(new Divergence(Progress.START, 1, Double.NaN, 1), Path.of("out/divergence.json"));
        assertThat(lines.said)
                .containsExactly(
                        "note: a.txt: 3: is no JSON",
                        "out/old: cannot be removed",
                        "the step and the place of its batches are in out/divergence.json");
    }

    @Test
    void settings_that_changed_are_told_one_a_line_and_not_without_end() {
        assertThat(ChangedSettings.between("train { steps = 5, seed = 1 }", "train { steps = 7, seed = 1 }"))
                .containsExactly("changed    train.steps is 7, was 5");
        assertThat(ChangedSettings.between("a = 1", "b = [x]"))
                .containsExactly("changed    a is not said, was 1", "changed    b.0 is x, was not said");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            many.append("k").append(i).append(" = 1\n");
        }
        assertThat(ChangedSettings.between("", many.toString()))
                .hasSize(21)
                .endsWith("changed    and 10 more settings");
    }
}
