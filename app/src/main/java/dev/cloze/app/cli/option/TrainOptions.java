package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze train} is asked. */
public interface TrainOptions {

    @Parameters(paramLabel = "FILE", description = "The run file.")
    Path file();

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

    @Option(names = "--check", description = "Checks the run file, prints the whole run with its defaults, and stops.")
    boolean check();
}
