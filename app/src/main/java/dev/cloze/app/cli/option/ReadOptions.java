package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that let a model read are asked: {@code cloze score} and {@code cloze embed}. */
public interface ReadOptions {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The model folder, or a run's folder: its model or newest checkpoint.")
    Path model();

    @Parameters(
            arity = "0..*",
            paramLabel = "TEXT",
            description = "For embed, texts; for score, pairs of an input and a target.")
    @Nullable List<String> texts();

    @Option(
            names = "--adapter",
            paramLabel = "[NAME=]DIR",
            description =
                    "An adapter that goes into the model: a PEFT folder, or a run's folder; may be repeated with names.")
    @Nullable List<String> adapters();

    @Option(
            names = "--use",
            paramLabel = "NAME",
            description = "Which of the adapters is used, or which of its tasks a model of several tasks does.")
    Optional<String> use();

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "JSON lines: for embed with a field text, for score with fields input and target"
                    + " (default, without texts: standard input).")
    Optional<Path> input();

    @Option(names = "--output", paramLabel = "FILE", description = "Writes the JSON lines there, not to the screen.")
    Optional<Path> output();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "16",
            description = "Texts worked on together (default: 16).")
    int batch();

    @Option(names = "--ids", description = "Also tells the ids of the tokens; of generate and score.")
    boolean ids();

    @Option(
            names = "--logprobs",
            description = "Also tells the tokens, each with its log-probability in nats; of generate and score.")
    boolean logprobs();

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "auto", description = "auto, cpu or cuda:0.")
    String device();

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "auto",
            description = "auto, float32, bf16 or int8 (default: auto, what the processor is fastest at).")
    String precision();
}
