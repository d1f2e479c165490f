package dev.cloze.app.config;

import dev.cloze.eval.ModelEvaluator;
import dev.cloze.run.RunFolder;
import dev.cloze.run.Training;
import dev.cloze.use.ModelSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a model lies.
 *
 * @param folder its Hugging Face folder
 * @param runFile the run file that it was trained by, if it lies beside it
 */
public record ModelPlace(Path folder, Optional<Path> runFile) {

    /** The model in {@code given}: a model's folder, or a run's, whose model or newest checkpoint is taken. */
    public static ModelPlace find(Path given) {
        Path folder = ModelSource.find(given);
        Path whole = folder.toAbsolutePath().normalize();
        // A run's folder holds the model's folder, or one of checkpoints.
        Optional<Path> runFile = Stream.iterate(whole.getParent(), Objects::nonNull, Path::getParent)
                .limit(2)
                .map(path -> path.resolve(RunFolder.RUN_FILE))
                .filter(Files::isRegularFile)
                .findFirst();
        return new ModelPlace(folder, runFile);
    }

    /** The text that told the model, in its training, that gaps are short; empty if none did. */
    public String shortGapMode() {
        return runFile.map(file -> RunFile.read(file, List.of()))
                .map(Training::objective)
                .map(ModelEvaluator::shortGapMode)
                .orElse("");
    }
}
