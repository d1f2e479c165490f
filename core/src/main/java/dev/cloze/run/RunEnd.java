package dev.cloze.run;

import dev.cloze.batch.Skipped;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a start of a run ended.
 *
 * @param step updates done
 * @param seconds of training in all starts, without evaluations and saving
 * @param model the folder of the trained model or adapter; empty where the run was stopped before its last step
 * @param skipped what was left out of the text in this start
 */
public record RunEnd(long step, double seconds, Optional<Path> model, Skipped skipped) {

    /** Whether the run came to its last step. */
    public boolean isWhole() {
        return model.isPresent();
    }
}
