package dev.cloze.app.cli.option;

import java.util.Optional;
import picocli.CommandLine.Option;

/** What stands before each text. */
public final class PrefixOption {

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description = "Goes before each text: a task's name, or a mode token such as [NLU] (default: fill takes the"
                    + " mode that the model's run had for short gaps).")
    private Optional<String> prefix = Optional.empty();

    /** The text, if one was given. */
    public Optional<String> text() {
        return prefix;
    }
}
