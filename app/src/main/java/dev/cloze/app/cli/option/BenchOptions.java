package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze bench} is asked. */
public final class BenchOptions {

    private String work = "";

    @Parameters(paramLabel = "WORK", description = "train, generate, tokenize or data.")
    void setWork(String given) {
        work = given;
    }

    @Option(names = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    @Option(
            names = "--data",
            paramLabel = "FILES",
            description =
                    "JSON lines with a field text to measure on; files, folders or patterns (default: the quickstart's).")
    private List<String> data = List.of();

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "A folder or spiece.model (default: the quickstart's).")
    private Optional<Path> tokenizer = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only the works whose name holds this, such as 'b8 greedy'.")
    private String only = "";

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "5",
            description = "Steps or runs that are measured; the median counts (default: 5).")
    private int steps = 5;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "bf16",
            description = "bf16 (default) or float32; to generate, also int8 or auto.")
    private String precision = "bf16";

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "cpu", description = "cpu (default) or cuda:0.")
    private String device = "cpu";

    /** The value of {@code WORK}. */
    public String work() {
        return work;
    }

    /** Whether {@code --json} was given. */
    public boolean json() {
        return json;
    }

    /** The value of {@code --data}. */
    public List<String> data() {
        return List.copyOf(data);
    }

    /** The value of {@code --tokenizer}. */
    public Optional<Path> tokenizer() {
        return tokenizer;
    }

    /** The value of {@code --only}. */
    public String only() {
        return only;
    }

    /** The value of {@code --steps}. */
    public int steps() {
        return steps;
    }

    /** The value of {@code --precision}. */
    public String precision() {
        return precision;
    }

    /** The value of {@code --device}. */
    public String device() {
        return device;
    }
}
