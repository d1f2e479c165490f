package dev.cloze.run;

import dev.cloze.batch.Batches;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.checkpoint.Checkpoint;
import dev.cloze.checkpoint.Checkpoints;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.tensor.MachinePeak;
import dev.cloze.text.Tokenizer;
import dev.cloze.train.Progress;
import dev.cloze.train.Trainer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A training from its settings to its model: begins or goes on, measures and saves on the way. */
final class TrainingRun {

    private static final int DATA_THREADS = 1;
    private static final String COUNTS = "counts.json";

    private final RunStart start;
    private final RunFolder folder;
    private final Saver saver;
    private final Optional<Checkpoint> previous;
    private final RunListener listener;

    private TrainingRun(
            RunStart start, RunFolder folder, Saver saver, Optional<Checkpoint> previous, RunListener listener) {
        this.start = start;
        this.folder = folder;
        this.saver = saver;
        this.previous = previous;
        this.listener = listener;
    }

    /** Trains as {@code run} says, in {@code place}. */
    static RunEnd run(Training run, Path place, RunListener listener) {
        listener.onWork("loading text and tokenizer");
        ReadingRules rules = ReadingRules.telling(listener::onNotice);
        rules.counts().recall(place.resolve(COUNTS));
        DataLoader text = RunText.training(run, rules);
        try (RunFolder folder = RunFolder.take(place)) {
            rules.counts().keep(place.resolve(COUNTS));
            Checkpoints checkpoints =
                    Checkpoints.in(folder.checkpoints(), run.checkpoint().keep(), listener::onWarning);
            Map<String, String> fingerprints = PreviousRun.fingerprints(run, text);
            Optional<Checkpoint> previous = PreviousRun.find(run, checkpoints, text.tokenizer());
            previous.ifPresent(found -> PreviousRun.requireSameFiles(found, fingerprints));
            Machine machine = Machine.of(run.hardware());
            try (RunNetwork network = network(run, text.tokenizer(), machine, previous)) {
                Progress progress = previous.map(Saver::progress).orElse(Progress.START);
                RunStart start = new RunStart(run, text, machine, network, progress, fingerprints);
                folder.keep(run.toRunFile());
                return new TrainingRun(start, folder, new Saver(checkpoints, start), previous, listener).train();
            }
        }
    }

    private static RunNetwork network(
            Training run, Tokenizer tokenizer, Machine machine, Optional<Checkpoint> previous) {
        return previous.map(found -> RunNetwork.again(run, found.folder(), tokenizer, machine))
                .orElseGet(() -> RunNetwork.first(run, tokenizer, machine))
                .counting(RunText.tasks(run));
    }

    private RunEnd train() {
        double peak =
                MachinePeak.flops(start.machine().precision(), start.machine().device());
        listener.onStart(summary(peak));
        try (Batches batches = start.text().batches(start.progress().position(), DATA_THREADS);
                Trainer trainer = new Trainer(start.trainee(), start.run().plan(), batches);
                Interruption interruption = new Interruption(trainer::stop)) {
            previous.ifPresent(found -> restore(trainer, start.progress(), found));
            double before = previous.map(Saver::seconds).orElse(0.0);
            StepClock clock = new StepClock(start.run().train(), peak, before);
            RunLoop loop = new RunLoop(start, folder, saver, trainer, clock, listener);
            if (previous.isEmpty()) {
                loop.begin();
            }
            listener.onWork("packing the first batches");
            train(trainer, loop);
            return loop.finish(batches.omissions().total());
        }
    }

    // Whatever ends a run before its time, what it learnt until then is not lost.
    private static void train(Trainer trainer, RunLoop loop) {
        try {
            trainer.run(loop);
        } catch (RuntimeException | VirtualMachineError e) {
            loop.rescue(e);
            throw e;
        }
    }

    private RunSummary summary(double peak) {
        return new RunSummary(
                folder.path(),
                start.run(),
                start.textSummary(),
                start.networkSummary(),
                start.machine(),
                peak,
                start.progress().steps(),
                previous.map(found -> found.manifest().run()));
    }

    private static void restore(Trainer trainer, Progress progress, Checkpoint checkpoint) {
        try (SafeTensors state = checkpoint.openOptimiserState()) {
            trainer.restore(progress, state);
        }
    }
}
