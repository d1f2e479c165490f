package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.config.Rendering;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.RunFile;

/** {@code cloze train}. */
final class Train {

    private Train() {}

    static void run(TrainOptions options, Terminal terminal) {
        Run run = RunFile.read(options.file(), Given.all(options.overrides()));
        if (options.check()) {
            terminal.out().print(Rendering.of(run));
            return;
        }
        throw Refusal.at("train", "this verb is not built yet");
    }
}
