package dev.cloze.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze evaluate} is asked. */
interface EvaluateOptions {

    @Parameters(paramLabel = "FILE", description = "The run file that says on what to evaluate.")
    Path file();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The model folder (default: the run's newest checkpoint).")
    Optional<Path> model();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key of the run file; may be repeated.")
    @Nullable List<String> overrides();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the run is kept (default: out/ and the file's name).")
    Optional<Path> out();

    @Option(names = "--json", description = "Prints one JSON object instead of text.")
    boolean json();
}
