package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What {@code cloze prepare} is asked. */
public final class PrepareOptions {

    private Path file = Path.of("");

    @Parameters(paramLabel = "FILE", description = "A run file; its data.prepared names the folder that is filled.")
    void setFile(Path given) {
        file = given;
    }

    @Mixin
    private final OverrideOptions overrides = new OverrideOptions();

    /** The run file. */
    public Path file() {
        return file;
    }

    /** What is said over it. */
    public List<String> overrides() {
        return overrides.all();
    }
}
