package dev.cloze.checkpoint.adapter;

import dev.cloze.adapter.Bottlenecks;
import dev.cloze.checkpoint.tensors.NameMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of bottleneck adapters in AdapterHub's files, which bear the adapter's own name and begin as the class of the
 * model did that they were trained in.
 *
 * @param name the adapter's name
 */
record HubNames(String name) implements NameMap {

    // How a name begins there, and in the model.
    private static final Map<String, String> BEGINNINGS = Map.of(
            "transformer.encoder.", "encoder.",
            "transformer.decoder.", "decoder.",
            "h.", "transformer.h.",
            "encoder.layer.", "bert.encoder.layer.",
            "encoder.layers.", "model.encoder.layers.",
            "decoder.layers.", "model.decoder.layers.");

    @Override
    public Optional<String> of(String stored, Set<String> all) {
        String own = stored.replace(".adapters." + name + ".", ".adapters." + Bottlenecks.NAME + ".");
        return Optional.of(BEGINNINGS.entrySet().stream()
                .filter(beginning -> own.startsWith(beginning.getKey()))
                .map(beginning ->
                        beginning.getValue() + own.substring(beginning.getKey().length()))
                .findFirst()
                .orElse(own));
    }
}
