package dev.cloze.app.cli.option;

import java.util.List;
import picocli.CommandLine.Option;

/** What is said over a run file. */
public final class OverrideOptions {

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key of the run file; may be repeated.")
    private List<String> overrides = List.of();

    /** Each as {@code key=value}. */
    public List<String> all() {
        return List.copyOf(overrides);
    }
}
