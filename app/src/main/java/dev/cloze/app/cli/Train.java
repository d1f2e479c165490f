package dev.cloze.app.cli;

import dev.cloze.app.cli.option.TrainOptions;
import dev.cloze.app.config.RunFile;
import dev.cloze.app.report.Display;
import dev.cloze.app.report.Journal;
import dev.cloze.app.report.RunDisplay;
import dev.cloze.run.RunFolder;
import dev.cloze.run.Training;
import java.nio.file.Path;

/** {@code cloze train}. */
final class Train {

    private Train() {}

    static void run(TrainOptions options, Terminal terminal) {
        Training training = RunFile.read(options.file(), options.overrides());
        if (options.check()) {
            terminal.out().print(training.toRunFile());
            return;
        }
        Path folder = options.out().orElse(RunFolder.of(options.file()));
        try (Display display = Display.on(terminal.err(), terminal.watched(), terminal.width());
                Journal journal = new Journal()) {
            training.run(folder, new RunDisplay(display), journal);
        }
    }
}
