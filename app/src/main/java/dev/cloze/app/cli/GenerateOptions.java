package dev.cloze.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze generate} is asked. */
interface GenerateOptions {

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model folder, or a run's folder.")
    Path model();

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "TEXT",
            description = "Texts to answer; without any, one text a line from standard input.")
    @Nullable List<String> texts();

    @Option(names = "--input", paramLabel = "FILE", description = "Texts from JSON lines (field text) or plain lines.")
    Optional<Path> input();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where to write, as JSON lines (default: plain text here).")
    Optional<Path> output();

    @Option(names = "--beams", paramLabel = "N", defaultValue = "1", description = "Beams (default: 1).")
    int beams();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "128",
            description = "Most tokens to write (default: 128).")
    int maxTokens();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description = "0 takes the likeliest token (default).")
    double temperature();

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "0",
            description = "Draws among the K likeliest (default: all).")
    int topK();

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "1",
            description = "Draws among the likeliest of mass P (default: 1).")
    double topP();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the draws (default: 0).")
    long seed();

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "auto", description = "auto, cpu or cuda:0.")
    String device();
}
