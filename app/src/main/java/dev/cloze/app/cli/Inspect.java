package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.RunFile;
import dev.cloze.app.inspect.Drawing;
import dev.cloze.app.inspect.DrawingPage;
import dev.cloze.app.inspect.DrawingText;
import dev.cloze.app.run.Preparation;
import java.nio.file.Files;

/** {@code cloze inspect}. */
final class Inspect {

    private Inspect() {}

    static void run(InspectOptions options, Terminal terminal) {
        Refusal.require(options.examples() >= 1, "--examples must be at least 1, got %d", options.examples());
        if (Files.isDirectory(options.file())) {
            throw Refusal.at("inspect", "model folders are not built yet");
        }
        Run run = RunFile.read(options.file(), Given.all(options.overrides()));
        Drawing drawing = Drawing.of(Preparation.training(run, terminal::notice), options.examples());
        if (options.html().isPresent()) {
            DrawingPage.write(options.html().get(), options.file().toString(), drawing);
            terminal.err().println("wrote " + options.html().get());
        } else {
            new DrawingText(terminal.out(), terminal.coloured()).print(drawing);
        }
    }
}
