package dev.cloze.use;

import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.folder.FillPrefix;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.Network;
import dev.cloze.model.config.VlmConfig;
import dev.cloze.nn.SharedWeights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Opens what a source names: a model, one with an adapter folded in, one with several beside it, one of several tasks. */
final class OpenedModels {

    private OpenedModels() {}

    static TextModel one(ModelSource source, ModelSettings settings) {
        if (source.adapters().isEmpty() && source.used().isEmpty()) {
            return plain(source, settings);
        }
        SharedModel shared = SharedModel.of(source.load(settings.placement()));
        tell(shared.loaded(), settings);
        return opened(shared, () -> TextModel.of(shared, shared.loaded(), settings, prefix(source)));
    }

    private static TextModel plain(ModelSource source, ModelSettings settings) {
        SharedModel shared = SharedModel.read(source.model(), settings);
        tell(shared.loaded(), settings);
        return opened(shared, () -> TextModel.of(shared, settings));
    }

    static Map<String, TextModel> each(ModelSource source, ModelSettings settings) {
        if (source.used().isPresent() || source.adapters().size() == 1) {
            return Map.of("", one(source, settings));
        }
        return source.adapters().isEmpty() ? tasks(source, settings) : adapters(source, settings);
    }

    private static Map<String, TextModel> adapters(ModelSource source, ModelSettings settings) {
        Map<String, Network> networks = new LinkedHashMap<>();
        SharedModel shared =
                SharedModel.of(ModelFolder.load(source.model(), settings.placement(), (config, weights) -> {
                    networks.putAll(AdapterFolder.beside(
                            source.adapters(), config, new SharedWeights(weights), settings.placement()));
                    return networks.values().iterator().next();
                }));
        tell(shared.loaded(), settings);
        Map<String, TextModel> each = new LinkedHashMap<>();
        return opened(shared, () -> {
            networks.forEach((name, network) -> {
                Path folder = source.adapters().getOrDefault(name, source.model());
                FillPrefix prefix = FillPrefix.read(folder).or(FillPrefix.read(source.model()));
                each.put(name, TextModel.of(shared, shared.loaded().with(network), settings, prefix));
            });
            return each;
        });
    }

    private static Map<String, TextModel> tasks(ModelSource source, ModelSettings settings) {
        TextModel model = plain(source, settings);
        List<String> names = model.config() instanceof VlmConfig config ? config.tasks() : List.of();
        if (names.size() < 2) {
            return Map.of("", model);
        }
        Map<String, TextModel> each = new LinkedHashMap<>();
        names.forEach(task -> each.put(task, model.doing(task)));
        return each;
    }

    private static FillPrefix prefix(ModelSource source) {
        FillPrefix own = source.adapters().values().stream()
                .findFirst()
                .map(FillPrefix::read)
                .orElse(FillPrefix.UNSAID);
        return own.or(FillPrefix.read(source.model()));
    }

    private static void tell(LoadedModel loaded, ModelSettings settings) {
        loaded.notes().forEach(settings.notes());
    }

    // What was loaded is freed if it turns out that it cannot be used.
    private static <T> T opened(SharedModel shared, Supplier<T> body) {
        try {
            return body.get();
        } catch (RuntimeException e) {
            shared.close();
            throw e;
        }
    }
}
