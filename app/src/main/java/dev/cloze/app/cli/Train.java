package dev.cloze.app.cli;

import dev.cloze.app.cli.option.TrainOptions;
import dev.cloze.app.config.Rendering;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.RunFile;
import dev.cloze.app.report.Display;
import dev.cloze.app.run.RunFolder;
import dev.cloze.app.run.TrainingRun;
import java.nio.file.Path;

/** {@code cloze train}. */
final class Train {

    private Train() {}

    static void run(TrainOptions options, Terminal terminal) {
        Run run = RunFile.read(options.file(), options.overrides());
        if (options.check()) {
            terminal.out().print(Rendering.of(run));
            return;
        }
        Path folder = options.out().orElse(RunFolder.of(options.file()));
        try (Display display = Display.on(terminal.err(), terminal.watched(), terminal.width())) {
            TrainingRun.train(run, folder, display);
        }
    }
}
