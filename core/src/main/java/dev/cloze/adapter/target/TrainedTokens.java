package dev.cloze.adapter.target;

import dev.cloze.Refusal;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ids whose rows of a table an adapter has of its own, as PEFT's {@code trainable_token_indices} says it.
 *
 * @param byModule ids by the ends of the names of tables; by the empty name those of the embedding that texts are read with
 */
public record TrainedTokens(Map<String, List<Integer>> byModule) {

    /** None. */
    public static final TrainedTokens NONE = new TrainedTokens(Map.of());

    /** Takes an unmodifiable copy, and checks that no id stands there twice. */
    public TrainedTokens {
        Map<String, List<Integer>> copy = new LinkedHashMap<>();
        byModule.forEach((module, ids) -> {
            Refusal.require(
                    new HashSet<>(ids).size() == ids.size(),
                    "trainable_token_indices must be different from each other, got %s",
                    ids);
            copy.put(module, List.copyOf(ids));
        });
        byModule = Collections.unmodifiableMap(copy);
    }

    /** Those of the embedding at {@code path} that texts are read with. */
    public List<Integer> ofEmbedding(String path) {
        List<Integer> named = of(path);
        return named.isEmpty() ? byModule.getOrDefault("", List.of()) : named;
    }

    /** Those of the table at {@code path}. */
    public List<Integer> of(String path) {
        return byModule.entrySet().stream()
                .filter(entry -> !entry.getKey().isEmpty() && path.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
    }
}
