package dev.cloze.app.cli.option;

import dev.cloze.Refusal;
import picocli.CommandLine.Option;

/** How many texts are worked on together. */
public final class BatchOption {

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "16",
            description = "Texts worked on together (default: ${DEFAULT-VALUE}).")
    private int batch = 16;

    /** At least one. */
    public int size() {
        Refusal.require(batch > 0, "--batch must be at least 1, got %d", batch);
        return batch;
    }
}
