package dev.cloze.run;

import dev.cloze.Reasons;
import dev.cloze.batch.Skipped;
import dev.cloze.eval.HeldOutLoss;
import dev.cloze.eval.ModelEvaluator;
import dev.cloze.train.Divergence;
import dev.cloze.train.StepListener;
import dev.cloze.train.StepReport;
import dev.cloze.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** What happens between updates: evaluating and saving, now and then and at the end. */
final class RunLoop implements StepListener {

    private final RunStart start;
    private final RunFolder folder;
    private final Saver saver;
    private final Trainer trainer;
    private final StepClock clock;
    private final RunListener listener;
    private final Optional<ModelEvaluator> evaluator;

    RunLoop(RunStart start, RunFolder folder, Saver saver, Trainer trainer, StepClock clock, RunListener listener) {
        this.start = start;
        this.folder = folder;
        this.saver = saver;
        this.trainer = trainer;
        this.clock = clock;
        this.listener = listener;
        this.evaluator = start.evaluator(listener);
    }

    /** Before the first update of all. */
    void begin() {
        if (evaluator.isPresent()) {
            listener.onWork("evaluating before the first step");
        }
        evaluate(0, false);
    }

    @Override
    public void stepped(StepReport report) {
        listener.onStep(clock.add(report));
        long step = report.progress().steps();
        boolean last = step == start.run().train().steps();
        if (last || step % start.run().evaluate().every() == 0) {
            evaluate(step, last);
        }
        if (!last && step % start.run().checkpoint().every() == 0) {
            save();
        }
    }

    private void evaluate(long step, boolean last) {
        if (evaluator.isEmpty()) {
            return;
        }
        HeldOutLoss loss = evaluator.get().loss();
        listener.onEvaluation(new RunEvaluation(
                step, loss, evaluator.get().spans(), evaluator.get().samples(), last));
    }

    private void save() {
        Path place = saver.save(trainer, clock.seconds());
        listener.onCheckpoint(trainer.progress().steps(), place);
    }

    /** Saves what there is; of a run that came to its end, the model too. */
    RunEnd finish(Skipped skipped) {
        long step = trainer.progress().steps();
        if (step > start.progress().steps() && !saver.has(step)) {
            save();
        }
        Optional<Path> model =
                step >= start.run().train().steps() ? Optional.of(folder.model(saver::finish)) : Optional.empty();
        RunEnd end = new RunEnd(step, clock.seconds(), model, skipped);
        listener.onEnd(end);
        return end;
    }

    /**
     * Saves what was learnt before {@code problem}, which is about to end the run, unless it is saved already. What goes wrong
     * with that is told beside it.
     */
    void rescue(Throwable problem) {
        long step = trainer.progress().steps();
        if (!trainer.isWhole() || step <= start.progress().steps() || saver.has(step)) {
            return;
        }
        try {
            save();
        } catch (RuntimeException | OutOfMemoryError e) {
            listener.onWarning("step " + step + " could not be saved: " + Reasons.of(e));
            problem.addSuppressed(e);
        }
    }

    @Override
    public void diverged(Divergence divergence) {
        Path file = folder.path().resolve("divergence.json");
        try {
            divergence.save(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!saver.has(trainer.progress().steps())) {
            save();
        }
        listener.onDivergence(divergence, file);
    }
}
