package dev.cloze.app.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.config.train.Training;
import dev.cloze.app.report.Display;
import dev.cloze.tensor.ProcessMemory;
import dev.cloze.train.StepListener;
import dev.cloze.train.StepReport;
import java.util.Locale;

/** Shows every update and writes down what several came to. */
final class StepJournal implements StepListener {

    private final Outlets out;
    private final Training training;
    private final double peak;
    private double seconds;
    private final Pace pace = new Pace();
    private StepWindow window = new StepWindow();

    /**
     * A journal of a run.
     *
     * @param peak operations a second that the machine is able to do
     * @param seconds of training before
     */
    StepJournal(Outlets out, Training training, double peak, double seconds) {
        this.out = out;
        this.training = training;
        this.peak = peak;
        this.seconds = seconds;
    }

    /** Seconds of training until now, without examinations and saving. */
    double seconds() {
        return seconds;
    }

    @Override
    public void stepped(StepReport report) {
        seconds += report.work().seconds();
        window.add(report);
        pace.add(report.work().seconds());
        long step = report.progress().steps();
        long steps = training.steps();
        double left = (steps - step) * pace.secondsAnUpdate();
        out.display().show(new Display.State(step, steps, left, words()));
        if (step % training.logEvery() == 0 || step == steps) {
            ObjectNode line = window.line(report, peak)
                    .put("seconds", seconds)
                    .put("memoryMb", ProcessMemory.bytes() / 1_000_000);
            out.journal().add(line);
            window = new StepWindow();
        }
    }

    private String words() {
        return String.format(
                Locale.ROOT,
                "loss %.3f, %,.0f tokens/s, MFU %.0f %%, %.1f GB",
                window.loss(),
                window.tokensPerSecond(),
                100 * window.utilisation(peak),
                ProcessMemory.bytes() / 1e9);
    }
}
