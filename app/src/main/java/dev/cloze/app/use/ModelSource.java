package dev.cloze.app.use;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.folder.AdapterFiles;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a model comes from.
 *
 * @param model its Hugging Face folder
 * @param adapter the folder of an adapter that goes into it, if there is one
 */
public record ModelSource(Path model, Optional<Path> adapter) {

    private static final String CONFIG = "config.json";

    /**
     * What a user means by {@code folder}, a model's or an adapter's or a run's, and by {@code adapter}, an adapter's folder
     * or a run's. An adapter alone goes into the model that it was trained in.
     */
    public static ModelSource of(Path folder, Optional<Path> adapter) {
        Path place = find(folder);
        if (Files.exists(place.resolve(CONFIG))) {
            return new ModelSource(place, adapter.map(ModelSource::findAdapter));
        }
        Refusal.require(adapter.isEmpty(), "--model %s is an adapter already; give its model's folder", folder);
        Path base = AdapterFolder.base(place);
        return new ModelSource(base, Optional.of(place));
    }

    /** Where the model or adapter lies that {@code folder} stands for: itself, its {@code model} or its newest checkpoint. */
    public static Path find(Path folder) {
        return find(folder, "holds no model: expected " + CONFIG, CONFIG, AdapterFiles.CONFIG);
    }

    private static Path findAdapter(Path folder) {
        return find(folder, "holds no adapter: expected " + AdapterFiles.CONFIG, AdapterFiles.CONFIG);
    }

    private static Path find(Path folder, String problem, String... files) {
        if (!Files.isDirectory(folder)) {
            throw Refusal.at(folder.toString(), Files.exists(folder) ? "not a folder" : "there is no such folder");
        }
        return Stream.of(folder, folder.resolve("model"))
                .filter(place -> holds(place, files))
                .findFirst()
                .or(() -> newestCheckpoint(folder, files))
                .orElseThrow(() -> Refusal.at(folder.toString(), "%s", problem));
    }

    private static boolean holds(Path place, String... files) {
        return Stream.of(files).anyMatch(file -> Files.exists(place.resolve(file)));
    }

    private static Optional<Path> newestCheckpoint(Path folder, String... files) {
        try (Stream<Path> inside = Files.walk(folder, 2)) {
            return inside.filter(place -> place.getFileName().toString().matches("step-\\d{1,18}"))
                    .filter(place -> holds(place, files))
                    .max(Comparator.comparingLong(ModelSource::step));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long step(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("step-".length()));
    }

    /** Reads the model, the adapter in it. */
    public LoadedModel load(WeightStore.Placement placement) {
        return adapter.map(folder -> AdapterFolder.use(model, folder, placement))
                .orElseGet(() -> ModelFolder.load(model, placement));
    }
}
