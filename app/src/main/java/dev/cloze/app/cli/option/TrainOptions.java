package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze train} is asked. */
public final class TrainOptions {

    private Path file = Path.of("");

    @Parameters(paramLabel = "FILE", description = "The run file.")
    void setFile(Path given) {
        file = given;
    }

    @Mixin
    private final OverrideOptions overrides = new OverrideOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the run is kept (default: out/ and the file's name).")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--check", description = "Checks the run file, prints the whole run with its defaults, and stops.")
    private boolean check;

    /** The run file. */
    public Path file() {
        return file;
    }

    /** What is said over it. */
    public List<String> overrides() {
        return overrides.all();
    }

    /** The run's folder, if it was said. */
    public Optional<Path> out() {
        return out;
    }

    /** Whether nothing is trained. */
    public boolean check() {
        return check;
    }
}
