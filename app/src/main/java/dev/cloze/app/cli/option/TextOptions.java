package dev.cloze.app.cli.option;

import dev.cloze.use.ModelSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The texts that a command works on, and where its answers go. */
public final class TextOptions {

    private List<String> texts = List.of();

    @Parameters(
            arity = "0..*",
            paramLabel = "TEXT",
            description =
                    "Texts, or for score pairs of an input and a target; without any, standard input: a text a line,"
                            + " or for score JSON lines.")
    void setTexts(List<String> given) {
        texts = given;
    }

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "JSON lines (field text; for score, input and target) or plain lines, compressed or not.")
    private Optional<Path> input = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Writes JSON lines there, not to the screen; the file is there when all is done.")
    private Optional<Path> output = Optional.empty();

    /** Those among the command's words. */
    public List<String> words() {
        return List.copyOf(texts);
    }

    /** The file that holds them. */
    public Optional<Path> input() {
        return input;
    }

    /** The file for the answers. */
    public Optional<Path> output() {
        return output;
    }

    /** All that the command reads, and its output must not replace. */
    public List<Path> read(ModelSource source) {
        List<Path> all = new ArrayList<>(source.adapters().values());
        all.add(source.model());
        input.ifPresent(all::add);
        return all;
    }
}
