package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.cli.lines.OutputFile;
import dev.cloze.app.cli.option.InspectOptions;
import dev.cloze.app.config.RunFile;
import dev.cloze.app.inspect.Drawing;
import dev.cloze.app.inspect.DrawingPage;
import dev.cloze.app.inspect.DrawingText;
import dev.cloze.app.inspect.FeatureRows;
import dev.cloze.app.inspect.ModelJson;
import dev.cloze.app.inspect.ModelPage;
import dev.cloze.app.inspect.ModelText;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.folder.ModelReport;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.run.RunText;
import dev.cloze.run.Training;
import dev.cloze.use.ModelSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code cloze inspect}. */
final class Inspect {

    private Inspect() {}

    static void run(InspectOptions options, Terminal terminal) {
        Refusal.require(options.examples() >= 1, "--examples must be at least 1, got %d", options.examples());
        if (Files.isDirectory(options.file())) {
            model(options, terminal);
        } else {
            run(options, terminal, options.overrides());
        }
    }

    private static void model(InspectOptions options, Terminal terminal) {
        Refusal.require(
                options.features().isEmpty() && options.overrides().isEmpty(),
                "--features and --set are for run files, got the model folder %s",
                options.file());
        Refusal.require(options.html().isEmpty() || !options.json(), "--html and --json exclude each other");
        Path folder = ModelSource.base(options.file());
        ModelReport report = ModelFolder.inspect(folder);
        if (options.html().isPresent()) {
            page(
                    options.html().get(),
                    List.of(folder),
                    ModelPage.of(options.file().toString(), report),
                    terminal);
        } else if (options.json()) {
            terminal.out().println(ModelJson.of(report).toPrettyString());
        } else {
            new ModelText(terminal.out(), terminal.coloured()).print(report);
        }
    }

    private static void features(DataLoader text, InspectOptions options, Terminal terminal) {
        int count = options.features().orElseThrow();
        Refusal.require(count >= 1, "--features must be at least 1, got %d", count);
        Refusal.require(options.html().isEmpty(), "--features are text or JSON, not a page");
        FeatureRows rows = FeatureRows.of(text, count);
        if (options.json()) {
            rows.printJson(terminal.out());
        } else {
            rows.print(terminal.out());
        }
    }

    private static void run(InspectOptions options, Terminal terminal, List<String> overrides) {
        Refusal.require(
                !options.json() || options.features().isPresent(),
                "--json is for model folders and for --features, got the run file %s",
                options.file());
        Training run = RunFile.read(options.file(), overrides);
        DataLoader text = RunText.training(run, ReadingRules.telling(terminal::notice));
        if (options.features().isPresent()) {
            features(text, options, terminal);
            return;
        }
        terminal.say("reading %s and packing its text".formatted(options.file()));
        Drawing drawing = Drawing.of(text, options.examples());
        if (options.html().isPresent()) {
            String page = DrawingPage.of(options.file().toString(), drawing);
            page(options.html().get(), List.of(options.file()), page, terminal);
        } else {
            new DrawingText(terminal.out(), terminal.coloured()).print(drawing);
        }
    }

    private static void page(Path place, List<Path> read, String page, Terminal terminal) {
        try (OutputFile file = OutputFile.at(place, read)) {
            file.line(page);
            file.finish();
        }
        terminal.err().println("wrote " + place);
    }
}
