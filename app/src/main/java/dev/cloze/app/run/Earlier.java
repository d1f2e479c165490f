package dev.cloze.app.run;

import dev.cloze.Refusal;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.train.Resume;
import dev.cloze.checkpoint.Checkpoint;
import dev.cloze.checkpoint.Checkpoints;
import dev.cloze.text.Tokenizer;
import java.util.Optional;

/** What an earlier start of the same run left behind. */
final class Earlier {

    private Earlier() {}

    /** The checkpoint to go on from, if there is one and the run file wants it. */
    static Optional<Checkpoint> find(Run run, Checkpoints checkpoints, Tokenizer tokenizer) {
        if (run.checkpoint().resume() == Resume.NEVER) {
            checkpoints.newest().ifPresent(found -> {
                throw Refusal.at(
                        found.folder().toString(),
                        "is there already; checkpoint.resume = never begins only where no checkpoint is");
            });
            return Optional.empty();
        }
        Optional<Checkpoint> found = checkpoints.resume();
        found.ifPresent(checkpoint -> check(checkpoint, tokenizer));
        return found;
    }

    private static void check(Checkpoint checkpoint, Tokenizer tokenizer) {
        String saved = checkpoint.manifest().tokenizer();
        if (!saved.equals(tokenizer.hash())) {
            throw Refusal.at(
                    checkpoint.folder().toString(),
                    "was trained with another tokenizer: its hash is %.12s…, that of the run file's %.12s…",
                    saved,
                    tokenizer.hash());
        }
    }
}
