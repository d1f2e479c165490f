package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze bench} is asked. */
public interface BenchOptions {

    @Parameters(paramLabel = "WORK", description = "train, generate, tokenize or data.")
    String work();

    @Option(names = "--json", description = "Prints one JSON object a line.")
    boolean json();

    @Option(
            names = "--data",
            paramLabel = "FILES",
            description =
                    "JSON lines with a field text to measure on; files, folders or patterns (default: the quickstart's).")
    List<String> data();

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "A folder or spiece.model (default: the quickstart's).")
    Optional<Path> tokenizer();

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only the works whose name holds this, such as 'b8 greedy'.")
    String only();

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "5",
            description = "Steps or runs that are measured; the median counts (default: 5).")
    int steps();

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "bf16",
            description = "bf16 (default) or float32; to generate, also int8 or auto.")
    String precision();

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "cpu", description = "cpu (default) or cuda:0.")
    String device();
}
