package dev.cloze.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The recipes of a run's tasks.
 *
 * @param usual for documents of any source that has none of its own
 * @param bySource those of single sources
 */
public record Recipes(Recipe usual, Map<String, Recipe> bySource) {

    /** Takes an unmodifiable copy. */
    public Recipes {
        bySource = Map.copyOf(bySource);
    }

    /** The same for all sources. */
    public static Recipes alike(Recipe recipe) {
        return new Recipes(recipe, Map.of());
    }

    /** The recipe of a source. */
    public Recipe of(String source) {
        return bySource.getOrDefault(source, usual);
    }

    /** All different recipes, the usual one first, the others by the names of their sources. */
    public List<Recipe> all() {
        Map<Recipe, Boolean> all = new LinkedHashMap<>();
        all.put(usual, true);
        bySource.keySet().stream().sorted().forEach(source -> all.put(of(source), true));
        return new ArrayList<>(all.keySet());
    }
}
