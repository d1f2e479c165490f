package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze evaluate} is asked. */
public interface EvaluateOptions {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The model folder, or a run's folder: its model or newest checkpoint.")
    Path model();

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

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The run file that says how and on what to evaluate (default: that of the model's run).")
    Optional<Path> file();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key of the run file; may be repeated.")
    @Nullable List<String> overrides();

    @Option(
            names = "--data",
            paramLabel = "FILES",
            description = "JSON lines to evaluate on instead; files, folders or patterns, may be repeated.")
    @Nullable List<String> data();

    @Option(
            names = "--text-field",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "The field of --data that holds the text (default: text).")
    String textField();

    @Option(
            names = "--language-field",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The field of --data that holds the language (default: none).")
    String languageField();

    @Option(
            names = "--precision",
            paramLabel = "P",
            description =
                    "Computes as a model in use does, in auto, float32, bf16 or int8 (default: as the run file says"
                            + " that training does).")
    Optional<String> precision();

    @Option(names = "--json", description = "Prints one JSON object.")
    boolean json();
}
