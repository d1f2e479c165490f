package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze evaluate} is asked. */
public final class EvaluateOptions {

    @Mixin
    private final ModelOptions model = new ModelOptions();

    private Optional<Path> file = Optional.empty();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The run file that says how and on what to evaluate (default: that of the model's run).")
    void setFile(Optional<Path> given) {
        file = given;
    }

    @Mixin
    private final OverrideOptions overrides = new OverrideOptions();

    @Option(
            names = "--data",
            paramLabel = "FILES",
            description = "JSON lines to evaluate on instead; files, folders or patterns, may be repeated.")
    private List<String> data = List.of();

    @Option(
            names = "--text-field",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "The field of --data that holds the text (default: text).")
    private String textField = "text";

    @Option(
            names = "--language-field",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The field of --data that holds the language (default: none).")
    private String languageField = "";

    @Option(
            names = "--precision",
            paramLabel = "P",
            description =
                    "Computes as a model in use does, in auto, float32, bf16 or int8 (default: as the run file says"
                            + " that training does).")
    private Optional<String> precision = Optional.empty();

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    /** The model. */
    public ModelOptions model() {
        return model;
    }

    /** The run file, if it was said. */
    public Optional<Path> file() {
        return file;
    }

    /** What is said over it. */
    public List<String> overrides() {
        return overrides.all();
    }

    /** The files to evaluate on instead. */
    public List<String> data() {
        return List.copyOf(data);
    }

    /** Their field for the text. */
    public String textField() {
        return textField;
    }

    /** Their field for the language. */
    public String languageField() {
        return languageField;
    }

    /** The numbers to compute in, if they were said. */
    public Optional<String> precision() {
        return precision;
    }

    /** Whether it is for programs. */
    public boolean json() {
        return json;
    }
}
