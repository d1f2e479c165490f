package dev.cloze.app.cli;

import dev.cloze.app.cli.option.PrepareOptions;
import dev.cloze.app.config.RunFile;
import dev.cloze.app.report.Display;
import dev.cloze.app.run.DataPreparation;

/** {@code cloze prepare}. */
final class Prepare {

    private Prepare() {}

    static void run(PrepareOptions options, Terminal terminal) {
        try (Display display = Display.on(terminal.err(), terminal.watched(), terminal.width())) {
            DataPreparation.prepare(RunFile.read(options.file(), Given.all(options.overrides())), display);
        }
    }
}
