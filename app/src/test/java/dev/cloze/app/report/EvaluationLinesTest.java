package dev.cloze.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.eval.ClozeText;
import dev.cloze.eval.FilledCloze;
import dev.cloze.eval.GapAccuracy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EvaluationLinesTest {

    private static final String LONG = "This sentence goes on for a while ";

    @Test
    void a_sample_is_cut_around_its_gaps() {
        ClozeText text = new ClozeText(
                "en",
                "packages",
                List.of(LONG.repeat(9) + "and contains the ", " files" + (" " + LONG).repeat(9) + "of a ", ", too."),
                List.of("development", "library"));
        FilledCloze sample = new FilledCloze(text, List.of("development", "programme"));
        assertThat(said(display -> EvaluationLines.samples(display, List.of(sample)))
                        .strip())
                .startsWith("en         … ")
                .contains("and contains the [development] files This sentence")
                .contains(" … ")
                .endsWith("of a [programme | truth: library], too.")
                .hasSizeLessThan(220);
    }

    @Test
    void text_without_spaces_is_cut_too() {
        ClozeText text = new ClozeText("ja", "packages", List.of("字".repeat(400), "字".repeat(400)), List.of("文"));
        assertThat(said(display -> EvaluationLines.samples(display, List.of(new FilledCloze(text, List.of("語"))))))
                .contains("字[語 | truth: 文]字")
                .hasSizeLessThan(100);
    }

    @Test
    void gaps_stand_beside_a_constant_answer() {
        assertThat(said(display -> EvaluationLines.spans(display, 400, new GapAccuracy(200, 31, 64, 9, "the"))))
                .isEqualTo(
                        "step 400: 31 of 200 held-out gaps exactly right (15.5 %), 64 among its first five (32.0 %); always 'the': 4.5 %\n");
    }

    private static String said(Consumer<Display> what) {
        StringWriter written = new StringWriter();
        try (Display display = new LineDisplay(new PrintWriter(written, true))) {
            what.accept(display);
        }
        return written.toString().replace(System.lineSeparator(), "\n");
    }
}
