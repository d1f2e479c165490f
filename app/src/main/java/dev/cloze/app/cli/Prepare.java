package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.cli.option.PrepareOptions;
import dev.cloze.app.config.RunFile;
import dev.cloze.app.report.Display;
import dev.cloze.app.report.PreparationDisplay;
import dev.cloze.run.RunFolder;
import dev.cloze.run.RunText;
import dev.cloze.run.Training;
import dev.cloze.task.TaskPreparer;

/** {@code cloze prepare}. */
final class Prepare {

    private Prepare() {}

    static void run(PrepareOptions options, Terminal terminal) {
        try (Display display = Display.on(terminal.err(), terminal.watched(), terminal.width())) {
            prepare(RunFile.read(options.file(), options.overrides()), display);
        }
    }

    private static void prepare(Training run, Display display) {
        if (run.data().prepared().isEmpty()) {
            throw Refusal.at("data.prepared", "must name the folder to prepare, as in data.prepared = prepared");
        }
        int threads = run.hardware().threads().orElse(Runtime.getRuntime().availableProcessors());
        TaskPreparer preparer = new TaskPreparer(RunText.tokenizer(run), threads, new PreparationDisplay(display));
        try (RunFolder lock = RunFolder.take(run.data().prepared().get(0))) {
            preparer.prepare(run.data().all(), RunText.usual(run), lock.path());
        }
    }
}
