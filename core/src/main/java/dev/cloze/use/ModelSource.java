package dev.cloze.use;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.folder.AdapterFiles;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.Vlm;
import dev.cloze.model.config.VlmConfig;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a model comes from.
 *
 * @param model its Hugging Face folder
 * @param adapters the folders of adapters that go into it, by their names; the name of a single one may be empty
 * @param used which of them is used, or which of the model's tasks is done, where that is said once for all
 */
public record ModelSource(Path model, Map<String, Path> adapters, Optional<String> used) {

    private static final String CONFIG = "config.json";
    private static final Pattern NAMED = Pattern.compile("([\\p{L}\\p{N}._-]{1,100})=(.+)");

    /** Takes an unmodifiable copy that keeps the order. */
    public ModelSource {
        adapters = Collections.unmodifiableMap(new LinkedHashMap<>(adapters));
    }

    /** As {@link #of(Path, List, Optional)}, without adapters. */
    public static ModelSource of(Path folder) {
        return of(folder, List.of(), Optional.empty());
    }

    /**
     * What a user means by {@code folder}, a model's or an adapter's or a run's, and by {@code adapters}, each an adapter's
     * folder or a run's, with its name and = before it where there are several. An adapter alone goes into the model that it
     * was trained in.
     */
    public static ModelSource of(Path folder, List<String> adapters, Optional<String> used) {
        Path place = find(folder);
        Map<String, Path> named = new LinkedHashMap<>();
        adapters.forEach(word -> add(word, named));
        Refusal.require(
                !named.containsKey("") || named.size() == 1,
                "adapters must be NAME=DIR where there are several, got %s",
                String.join(", ", adapters));
        if (!Files.exists(place.resolve(CONFIG))) {
            Refusal.require(named.isEmpty(), "%s is an adapter already; give its model's folder", folder);
            return new ModelSource(AdapterFolder.base(place), Map.of("", place), used);
        }
        used.filter(name -> !named.isEmpty() && !named.containsKey(name)).ifPresent(name -> {
            throw Refusal.at("use", "must be one of %s, got '%s'", String.join(", ", named.keySet()), name);
        });
        return new ModelSource(place, named, used);
    }

    private static void add(String word, Map<String, Path> named) {
        Matcher matcher = NAMED.matcher(word);
        boolean hasName = !Files.isDirectory(Path.of(word)) && matcher.matches();
        String name = hasName ? matcher.group(1) : "";
        Path folder = findAdapter(Path.of(hasName ? matcher.group(2) : word));
        Refusal.require(named.put(name, folder) == null, "adapters must have different names, got '%s' twice", name);
    }

    /** Where the model lies that {@code folder} stands for: a model's folder, or a run's; of an adapter, the model it is for. */
    public static Path base(Path folder) {
        return of(folder).model();
    }

    /** Where the model or adapter lies that {@code folder} stands for: itself, its {@code model} or its newest checkpoint. */
    public static Path find(Path folder) {
        return find(folder, "holds no model: expected " + CONFIG, CONFIG, AdapterFiles.CONFIG);
    }

    /** As {@link #find}, of an adapter alone. */
    static Path findAdapter(Path folder) {
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

    /**
     * Reads the model with the adapter in it that is used, folded into its weights where that can be done, or doing the task.
     *
     * @throws Refusal if there is none, or it is not said which of several adapters or tasks is meant
     */
    public LoadedModel load(WeightStore.Placement placement) {
        if (adapters.isEmpty()) {
            LoadedModel loaded = ModelFolder.load(model, placement);
            return used.map(task -> doing(loaded, task)).orElse(loaded);
        }
        String name = used.orElseGet(() -> {
            Refusal.require(adapters.size() == 1, "use must say which of %s", String.join(", ", adapters.keySet()));
            return adapters.keySet().iterator().next();
        });
        return AdapterFolder.use(model, Objects.requireNonNull(adapters.get(name), name), placement);
    }

    static LoadedModel doing(LoadedModel loaded, String task) {
        if (loaded.config() instanceof VlmConfig config && loaded.network() instanceof Vlm vlm) {
            return loaded.with(vlm.doing(config.task(task)));
        }
        throw Refusal.at("use", "needs an adapter of that name, or a model of several tasks, got '%s'", task);
    }
}
