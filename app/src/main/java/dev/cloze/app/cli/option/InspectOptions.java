package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze inspect} is asked. */
public final class InspectOptions {

    private Path file = Path.of("");

    @Parameters(paramLabel = "FILE|MODEL", description = "A run file or a model folder.")
    void setFile(Path given) {
        file = given;
    }

    @Mixin
    private final OverrideOptions overrides = new OverrideOptions();

    @Option(
            names = {"-n", "--examples"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many examples to draw (default: ${DEFAULT-VALUE}).")
    private int examples = 10;

    @Option(names = "--html", paramLabel = "PAGE", description = "Writes a page instead of text.")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--features",
            paramLabel = "ROWS",
            description = "Prints so many rows of batches instead, feature by feature under seqio's names.")
    private Optional<Integer> features = Optional.empty();

    @Option(names = "--json", description = "Prints what a model folder holds, or --features, as JSON.")
    private boolean json;

    /** The run file or the model's folder. */
    public Path file() {
        return file;
    }

    /** What is said over the run file. */
    public List<String> overrides() {
        return overrides.all();
    }

    /** How many examples are drawn. */
    public int examples() {
        return examples;
    }

    /** The page that is written. */
    public Optional<Path> html() {
        return html;
    }

    /** How many rows are printed. */
    public Optional<Integer> features() {
        return features;
    }

    /** Whether it is for programs. */
    public boolean json() {
        return json;
    }
}
