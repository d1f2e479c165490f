package dev.cloze.app.run;

import dev.cloze.app.config.Rendering;
import dev.cloze.app.config.Run;
import dev.cloze.app.report.Display;
import dev.cloze.app.report.Journal;
import dev.cloze.app.report.MetricsLog;
import dev.cloze.batch.Batches;
import dev.cloze.batch.Skipped;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.checkpoint.Checkpoint;
import dev.cloze.checkpoint.Checkpoints;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.tensor.MachinePeak;
import dev.cloze.train.Progress;
import dev.cloze.train.StepListener;
import dev.cloze.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A training run from its file to its model: begins or goes on, and shows, measures and saves on the way. */
public final class TrainingRun {

    private static final int DATA_THREADS = 1;
    private static final String COUNTS = "counts.json";

    private TrainingRun() {}

    /** Trains as {@code run} says, in {@code place}; tells whether the run came to its end. */
    public static boolean train(Run run, Path place, Display display) {
        display.busy("loading text and tokenizer");
        ReadingRules rules = ReadingRules.telling(display::note);
        rules.counts().recall(place.resolve(COUNTS));
        DataLoader text = RunText.training(run, rules);
        try (RunFolder folder = RunFolder.take(place)) {
            rules.counts().keep(place.resolve(COUNTS));
            Checkpoints checkpoints =
                    Checkpoints.in(folder.checkpoints(), run.checkpoint().keep(), display::say);
            Map<String, String> fingerprints = Earlier.fingerprints(run, text);
            Optional<Checkpoint> earlier = Earlier.find(run, checkpoints, text.tokenizer());
            earlier.ifPresent(found -> Earlier.compare(run, found, fingerprints, display));
            Machine machine = Machine.of(run);
            RunNetwork network = earlier.map(found -> RunNetwork.again(run, found.folder(), text.tokenizer(), machine))
                    .orElseGet(() -> RunNetwork.first(run, text.tokenizer(), machine))
                    .counting(RunText.tasks(run));
            Progress progress = earlier.map(Saver::progress).orElse(Progress.START);
            RunStart start = new RunStart(run, text, machine, network, progress, fingerprints);
            folder.keep(Rendering.of(run));
            try (Journal journal = Journal.open(place, folder.name(), progress.steps())) {
                return train(start, new Outlets(folder, checkpoints, journal, display), earlier);
            }
        }
    }

    private static boolean train(RunStart start, Outlets out, Optional<Checkpoint> earlier) {
        double peak =
                MachinePeak.flops(start.machine().precision(), start.machine().device());
        start.announce(out.display(), peak);
        out.journal().add(start.about(out.folder().name(), peak));
        try (Batches batches = start.text().batches(start.progress().position(), DATA_THREADS);
                Trainer trainer = new Trainer(start.trainee(), start.plan(), batches);
                Interruption interruption = new Interruption(trainer::stop)) {
            earlier.ifPresent(found -> restore(trainer, start.progress(), found));
            double before = earlier.map(Saver::seconds).orElse(0.0);
            StepJournal steps = new StepJournal(out, start.run().train(), peak, before);
            Course course = new Course(start, out, trainer, steps);
            if (earlier.isEmpty()) {
                course.begin();
            }
            out.display().busy("packing the first batches");
            run(trainer, steps, course);
            boolean whole = course.finish();
            tell(batches.omissions().total(), trainer.progress().steps(), out);
            return whole;
        }
    }

    // Whatever ends a run before its time, what it learnt until then is not lost.
    private static void run(Trainer trainer, StepJournal steps, Course course) {
        try {
            trainer.run(StepListener.all(List.of(steps, course)));
        } catch (RuntimeException | VirtualMachineError e) {
            course.rescue(e);
            throw e;
        }
    }

    /** What was left out or changed is said, never passed over. */
    private static void tell(Skipped skipped, long step, Outlets out) {
        if (skipped.equals(Skipped.NONE)) {
            return;
        }
        out.display()
                .say(String.format(
                        Locale.ROOT,
                        "left out   %,d documents without a token, %,d single tokens; %,d examples with more gaps than sentinels;"
                                + " %,d sides of pairs cut off",
                        skipped.emptyDocuments(),
                        skipped.singleTokens(),
                        skipped.overflowing(),
                        skipped.truncated()));
        out.journal()
                .add(MetricsLog.line("left-out", step)
                        .put("emptyDocuments", skipped.emptyDocuments())
                        .put("singleTokens", skipped.singleTokens())
                        .put("overflowing", skipped.overflowing())
                        .put("truncated", skipped.truncated()));
    }

    private static void restore(Trainer trainer, Progress progress, Checkpoint checkpoint) {
        try (SafeTensors state = checkpoint.openOptimiserState()) {
            trainer.restore(progress, state);
        }
    }
}
