package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze tokenizer decode} is asked. */
public final class DecodeOptions {

    @Mixin
    private final TokenizerOption tokenizer = new TokenizerOption();

    private List<String> ids = List.of();

    @Parameters(
            arity = "0..*",
            paramLabel = "IDS",
            description = "The ids of a text, as one word; without any, a text's a line from standard input.")
    void setIds(List<String> given) {
        ids = given;
    }

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Lines of ids, or JSON lines with a field ids as encode writes them, compressed or not.")
    private Optional<Path> input = Optional.empty();

    @Option(names = "--output", paramLabel = "FILE", description = "Writes the texts there, not to the screen.")
    private Optional<Path> output = Optional.empty();

    /** Where the tokenizer lies. */
    public Path tokenizer() {
        return tokenizer.place();
    }

    /** The ids of texts among the command's words. */
    public List<String> ids() {
        return List.copyOf(ids);
    }

    /** The file that holds them. */
    public Optional<Path> input() {
        return input;
    }

    /** The file for the texts. */
    public Optional<Path> output() {
        return output;
    }
}
