package dev.cloze.run;

import dev.cloze.checkpoint.Checkpoint;
import dev.cloze.checkpoint.Checkpoints;
import dev.cloze.checkpoint.Manifest;
import dev.cloze.checkpoint.TrainingSnapshot;
import dev.cloze.checkpoint.folder.FillPrefix;
import dev.cloze.checkpoint.folder.FolderContent;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.eval.ModelEvaluator;
import dev.cloze.train.Progress;
import dev.cloze.train.Trainer;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/** Saves a run so that it can go on. */
final class Saver {

    private static final String SOURCE_TOKENS = "source-tokens";
    private static final String TARGET_TOKENS = "target-tokens";
    private static final String MILLISECONDS = "milliseconds";

    private final Checkpoints checkpoints;
    private final RunStart start;
    private long saved = -1;

    /** Saves into {@code checkpoints}. */
    Saver(Checkpoints checkpoints, RunStart start) {
        this.checkpoints = checkpoints;
        this.start = start;
    }

    /** Writes what was learnt, as a finished model's or adapter's folder holds it. */
    void finish(Path folder) {
        try (PointerScope scope = new PointerScope()) {
            ModelFolder.save(folder, files(false));
        }
    }

    private FolderContent files(boolean whole) {
        FolderContent files = start.network().files(start.text().tokenizer(), whole);
        String mode = ModelEvaluator.shortGapMode(start.run().objective());
        return mode.isEmpty() ? files : files.with(FillPrefix.of(mode));
    }

    /** Saves the trainer's state after {@code seconds} of training, unless it is saved already. */
    Path save(Trainer trainer, double seconds) {
        Progress progress = trainer.progress();
        try (PointerScope scope = new PointerScope()) {
            Map<String, Long> counters = Map.of(
                    SOURCE_TOKENS, progress.sourceTokens(),
                    TARGET_TOKENS, progress.targetTokens(),
                    MILLISECONDS, Math.round(seconds * 1000));
            Path place = checkpoints.save(new TrainingSnapshot(
                    progress.steps(),
                    progress.position(),
                    Map.of("run", start.run().train().seed()),
                    counters,
                    files(true),
                    trainer.optimiserState(),
                    start.run().toRunFile(),
                    start.fingerprints()));
            saved = progress.steps();
            return place;
        }
    }

    /** Whether this step is saved. */
    boolean has(long step) {
        return saved == step;
    }

    /** How far the run of a checkpoint was. */
    static Progress progress(Checkpoint checkpoint) {
        Manifest manifest = checkpoint.manifest();
        return new Progress(
                manifest.step(),
                manifest.counters().getOrDefault(SOURCE_TOKENS, 0L),
                manifest.counters().getOrDefault(TARGET_TOKENS, 0L),
                manifest.position());
    }

    /** Seconds of training before a checkpoint. */
    static double seconds(Checkpoint checkpoint) {
        return checkpoint.manifest().counters().getOrDefault(MILLISECONDS, 0L) / 1000.0;
    }
}
