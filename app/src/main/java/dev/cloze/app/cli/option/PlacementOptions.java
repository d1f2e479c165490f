package dev.cloze.app.cli.option;

import dev.cloze.use.ModelSettings;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Where a model computes and in which numbers. */
public final class PlacementOptions {

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "auto", description = "auto, cpu or cuda:0.")
    private String device = "auto";

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "auto",
            description = "auto, float32, bf16 or int8 (default: auto, what the processor is fastest at).")
    private String precision = "auto";

    /**
     * What is meant.
     *
     * @param notes hears a line about each oddity of the model's folder
     * @throws dev.cloze.Refusal if there is no such device or precision here
     */
    public ModelSettings settings(Consumer<String> notes) {
        return ModelSettings.of(device, precision).withNotes(notes);
    }
}
