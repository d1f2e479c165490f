package dev.cloze.app.run;

import dev.cloze.Reasons;
import dev.cloze.app.report.EvaluationJson;
import dev.cloze.app.report.EvaluationLines;
import dev.cloze.app.report.MetricsLog;
import dev.cloze.eval.FilledCloze;
import dev.cloze.eval.HeldOutLoss;
import dev.cloze.eval.ModelEvaluator;
import dev.cloze.train.Divergence;
import dev.cloze.train.StepListener;
import dev.cloze.train.StepReport;
import dev.cloze.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What happens between updates: evaluating and saving, now and then and at the end. */
final class Course implements StepListener {

    private final RunStart start;
    private final Outlets out;
    private final Trainer trainer;
    private final StepJournal steps;
    private final Saver saver;
    private final Optional<ModelEvaluator> evaluator;

    Course(RunStart start, Outlets out, Trainer trainer, StepJournal steps) {
        this.start = start;
        this.out = out;
        this.trainer = trainer;
        this.steps = steps;
        this.saver = new Saver(out.checkpoints(), start);
        this.evaluator = start.evaluator(out.display());
    }

    /** Before the first update of all. */
    void begin() {
        out.display().busy("evaluating before the first step");
        evaluate(0, false);
        out.journal().page();
    }

    @Override
    public void stepped(StepReport report) {
        long step = report.progress().steps();
        boolean last = step == start.run().train().steps();
        if (last || step % start.run().evaluate().every() == 0) {
            evaluate(step, last);
            out.journal().page();
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
        out.journal().add(EvaluationJson.loss(step, loss));
        EvaluationLines.loss(out.display(), step, loss);
        evaluator.get().spans().ifPresent(gaps -> {
            out.journal().add(EvaluationJson.spans(step, gaps));
            EvaluationLines.spans(out.display(), step, gaps);
        });
        List<FilledCloze> samples = evaluator.get().samples();
        if (!samples.isEmpty()) {
            out.journal().add(EvaluationJson.samples(step, samples));
        }
        if (last) {
            EvaluationLines.samples(out.display(), samples);
        }
    }

    private void save() {
        Path place = saver.save(trainer, steps.seconds());
        out.display().say("step " + trainer.progress().steps() + ": saved " + place);
    }

    /** Saves what there is; of a run that came to its end, the model too. Tells whether it did. */
    boolean finish() {
        long step = trainer.progress().steps();
        boolean whole = step >= start.run().train().steps();
        if (step > start.progress().steps() && !saver.has(step)) {
            save();
        }
        if (whole) {
            Path model = out.folder().model(saver::finish);
            out.display().say("model      " + model);
            out.journal().add(MetricsLog.line("end", step).put("seconds", steps.seconds()));
        } else {
            out.display().say("stopped after step " + step + "; the same command goes on from there");
        }
        out.journal().page();
        return whole;
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
            out.display().say("step " + step + " could not be saved: " + Reasons.of(e));
            problem.addSuppressed(e);
        }
    }

    @Override
    public void diverged(Divergence divergence) {
        Path file = out.folder().path().resolve("divergence.json");
        try {
            divergence.save(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!saver.has(trainer.progress().steps())) {
            save();
        }
        out.display().say("the step and the place of its batches are in " + file);
    }
}
