package dev.cloze.app.use;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.LoadedModel;
import dev.cloze.checkpoint.ModelFolder;
import dev.cloze.generate.Generator;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A model folder opened for use.
 *
 * @param loaded the model
 * @param tokenizer its tokenizer
 * @param generator lets it write
 */
public record OpenModel(LoadedModel loaded, Tokenizer tokenizer, Generator generator) {

    private static final String CONFIG = "config.json";

    /**
     * Opens a model folder, or the model of a run's folder.
     *
     * @param folder a Hugging Face folder; or a run's folder, of which {@code model} or the newest checkpoint is taken
     * @param device {@code auto}, {@code cpu} or {@code cuda:0}
     * @param precision {@code auto}, {@code float32}, {@code bf16} or {@code int8}
     * @param notes told of what was odd about the folder
     */
    public static OpenModel of(Path folder, String device, String precision, Consumer<String> notes) {
        Path place = find(folder);
        ComputeDevice where = ComputeDevice.parse(device);
        WeightStore.Placement placement =
                new WeightStore.Placement(Precision.forUse(precision, where), where, WeightStore.Use.PACKED);
        LoadedModel loaded = ModelFolder.load(place, placement);
        loaded.notes().forEach(notes);
        Tokenizer tokenizer = loaded.requireTokenizer();
        Generator generator = new Generator(loaded.network(), loaded.config().ids(), Optional.of(tokenizer), where);
        return new OpenModel(loaded, tokenizer, generator);
    }

    /** Where the model lies that {@code folder} stands for. */
    public static Path find(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw Refusal.at(folder.toString(), Files.exists(folder) ? "not a folder" : "there is no such folder");
        }
        return Stream.of(folder, folder.resolve("model"))
                .filter(place -> Files.exists(place.resolve(CONFIG)))
                .findFirst()
                .or(() -> newestCheckpoint(folder))
                .orElseThrow(() -> Refusal.at(folder.toString(), "holds no model: expected %s", CONFIG));
    }

    private static Optional<Path> newestCheckpoint(Path folder) {
        try (Stream<Path> inside = Files.walk(folder, 2)) {
            return inside.filter(place -> place.getFileName().toString().matches("step-\\d{1,18}"))
                    .filter(place -> Files.exists(place.resolve(CONFIG)))
                    .max(Comparator.comparingLong(OpenModel::step));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long step(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("step-".length()));
    }
}
