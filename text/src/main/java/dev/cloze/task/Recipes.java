package dev.cloze.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The recipes of a run's tasks.
 *
 * @param usual for any task that has none of its own
 * @param byTask those of single tasks, by the tasks' indices, in the order in which seeds are given to them
 */
public record Recipes(Recipe usual, Map<Integer, Recipe> byTask) {

    /** Takes an unmodifiable copy that keeps the order. */
    public Recipes {
        byTask = Collections.unmodifiableMap(new LinkedHashMap<>(byTask));
    }

    /** The same for all tasks. */
    public static Recipes alike(Recipe recipe) {
        return new Recipes(recipe, Map.of());
    }

    /** The recipe of the task of that index. */
    public Recipe of(int task) {
        return byTask.getOrDefault(task, usual);
    }

    /** All different recipes, the usual one first, the others in their order. */
    public List<Recipe> all() {
        Set<Recipe> all = new LinkedHashSet<>();
        all.add(usual);
        all.addAll(byTask.values());
        return new ArrayList<>(all);
    }
}
