package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze prepare} is asked. */
public interface PrepareOptions {

    @Parameters(paramLabel = "FILE", description = "A run file; its data.prepared names the folder that is filled.")
    Path file();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key of the run file; may be repeated.")
    @Nullable List<String> overrides();
}
