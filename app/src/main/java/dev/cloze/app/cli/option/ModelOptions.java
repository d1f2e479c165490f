package dev.cloze.app.cli.option;

import dev.cloze.use.ModelSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model a command uses, and what goes into it. */
public final class ModelOptions {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The model folder, or a run's folder: its model or newest checkpoint.")
    private Path model = Path.of("");

    @Option(
            names = "--adapter",
            paramLabel = "[NAME=]DIR",
            description =
                    "An adapter that goes into the model: a PEFT folder, or a run's folder; may be repeated with names.")
    private List<String> adapters = List.of();

    @Option(
            names = "--use",
            paramLabel = "NAME",
            description = "Which of the adapters is used, or which of its tasks a model of several tasks does.")
    private Optional<String> use = Optional.empty();

    /** The folder as it was typed. */
    public Path folder() {
        return model;
    }

    /**
     * What is meant.
     *
     * @throws dev.cloze.Refusal if there is none
     */
    public ModelSource source() {
        return ModelSource.of(model, adapters, use);
    }
}
