package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze inspect} is asked. */
public interface InspectOptions {

    @Parameters(paramLabel = "FILE|MODEL", description = "A run file or a model folder.")
    Path file();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key of the run file; may be repeated.")
    @Nullable List<String> overrides();

    @Option(
            names = {"-n", "--examples"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many examples to draw (default: ${DEFAULT-VALUE}).")
    int examples();

    @Option(names = "--html", paramLabel = "PAGE", description = "Writes a page instead of text.")
    Optional<Path> html();

    @Option(
            names = "--features",
            paramLabel = "ROWS",
            description = "Prints so many rows of batches instead, feature by feature under seqio's names.")
    Optional<Integer> features();

    @Option(names = "--json", description = "Prints what a model folder holds, or --features, as JSON.")
    boolean json();
}
