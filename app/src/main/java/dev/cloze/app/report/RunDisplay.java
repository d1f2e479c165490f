package dev.cloze.app.report;

import dev.cloze.batch.Skipped;
import dev.cloze.run.Batching;
import dev.cloze.run.RunEnd;
import dev.cloze.run.RunEvaluation;
import dev.cloze.run.RunListener;
import dev.cloze.run.RunSummary;
import dev.cloze.run.StepSummary;
import dev.cloze.tensor.ProcessMemory;
import dev.cloze.train.Divergence;
import java.nio.file.Path;
import java.util.Locale;

/** Tells in plain words how a run goes on. */
public final class RunDisplay implements RunListener {

    private final Display display;

    /** Tells it to {@code display}. */
    public RunDisplay(Display display) {
        this.display = display;
    }

    private void say(String format, Object... values) {
        display.say(String.format(Locale.ROOT, format, values));
    }

    @Override
    public void onWork(String what) {
        display.busy(what);
    }

    @Override
    public void onStart(RunSummary summary) {
        summary.previous()
                .ifPresent(before ->
                        ChangedSettings.between(before, summary.runFile()).forEach(display::say));
        RunSummary.TextSummary text = summary.text();
        String documents = text.documents().isPresent()
                ? String.format(
                        Locale.ROOT, "%,d documents in ", text.documents().getAsLong())
                : "";
        display.say("text       " + documents + String.join(", ", text.sources()));
        say("tokenizer  %,d ids, hash %.12s", text.vocabulary(), text.tokenizer());
        display.say(weights(summary.network()));
        say("machine    %s; %.2f TFLOP/s of matrix products", summary.machine().words(), summary.peak() / 1e12);
        Batching batch = summary.training().batch();
        long rows = (long) batch.rows() * batch.accumulate();
        say(
                "training   %,d steps of %,d tokens to read and %,d to write at most",
                summary.training().train().steps(), rows * batch.inputs(), rows * batch.targets());
        if (summary.step() > 0) {
            display.say("goes on    after step " + summary.step());
        }
    }

    private static String weights(RunSummary.NetworkSummary network) {
        return network.frozen() == 0
                ? String.format(Locale.ROOT, "network    %,d weights", network.learnt())
                : String.format(
                        Locale.ROOT,
                        "adapter    %,d weights beside %,d that stay as they are (%.2f %%)",
                        network.learnt(),
                        network.frozen(),
                        100.0 * network.learnt() / network.frozen());
    }

    @Override
    public void onStep(StepSummary step) {
        String words = String.format(
                Locale.ROOT,
                "loss %.3f, %,.0f tokens/s, MFU %.0f %%, %.1f GB",
                step.interval().loss().perToken(),
                step.interval().tokensPerSecond(),
                100 * step.utilisation(),
                ProcessMemory.bytes() / 1e9);
        display.show(new Display.State(step.step(), step.steps(), step.secondsLeft(), words));
    }

    @Override
    public void onEvaluation(RunEvaluation evaluation) {
        EvaluationLines.loss(display, evaluation.step(), evaluation.loss());
        evaluation.spans().ifPresent(gaps -> EvaluationLines.spans(display, evaluation.step(), gaps));
        if (evaluation.last()) {
            EvaluationLines.samples(display, evaluation.samples());
        }
    }

    @Override
    public void onCheckpoint(long step, Path folder) {
        display.say("step " + step + ": saved " + folder);
    }

    @Override
    public void onDivergence(Divergence divergence, Path file) {
        display.say("the step and the place of its batches are in " + file);
    }

    @Override
    public void onNotice(String place, String what) {
        display.note(place, what);
    }

    @Override
    public void onWarning(String line) {
        display.say(line);
    }

    @Override
    public void onEnd(RunEnd end) {
        display.say(end.model()
                .map(model -> "model      " + model)
                .orElseGet(() -> "stopped after step " + end.step() + "; the same command goes on from there"));
        Skipped skipped = end.skipped();
        // What was left out or changed is said, never passed over.
        if (!skipped.equals(Skipped.NONE)) {
            say(
                    "left out   %,d documents without a token, %,d single tokens; %,d examples with more gaps than sentinels;"
                            + " %,d sides of pairs cut off",
                    skipped.emptyDocuments(), skipped.singleTokens(), skipped.overflowing(), skipped.truncated());
        }
    }
}
