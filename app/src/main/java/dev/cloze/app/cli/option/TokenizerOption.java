package dev.cloze.app.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which tokenizer a command uses. */
public final class TokenizerOption {

    @Option(
            names = "--tokenizer",
            required = true,
            paramLabel = "DIR",
            description = "The folder of a tokenizer or of a model, or a spiece.model.")
    private Path tokenizer = Path.of("");

    /** Where it lies. */
    public Path place() {
        return tokenizer;
    }
}
