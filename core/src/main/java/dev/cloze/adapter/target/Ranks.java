package dev.cloze.adapter.target;

import dev.cloze.Refusal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How wide LoRA's updates are and how much they weigh.
 *
 * @param rank the width
 * @param alpha the weight before it is divided
 * @param ranks other widths, by the ends of modules' names or regular expressions for them; the first that fits counts
 * @param alphas other weights, likewise
 * @param stabilised whether alpha is divided by the root of the rank instead of the rank
 */
public record Ranks(
        int rank, double alpha, Map<String, Integer> ranks, Map<String, Double> alphas, boolean stabilised) {

    /** The widest there may be. */
    public static final int MOST = 1 << 16;

    /** Takes unmodifiable copies that keep their order, and checks the numbers. */
    public Ranks {
        ranks = Collections.unmodifiableMap(new LinkedHashMap<>(ranks));
        alphas = Collections.unmodifiableMap(new LinkedHashMap<>(alphas));
        require(rank, alpha);
        ranks.values().forEach(other -> require(other, 0));
        alphas.values().forEach(other -> require(1, other));
    }

    private static void require(int rank, double alpha) {
        Refusal.require(rank >= 1 && rank <= MOST, "rank must be in [1, %d], got %d", MOST, rank);
        Refusal.require(Math.abs(alpha) < 1e9, "alpha must be in (-1e9, 1e9), got %s", alpha);
    }

    /** The same rank and weight everywhere. */
    public static Ranks of(int rank, double alpha) {
        return new Ranks(rank, alpha, Map.of(), Map.of(), false);
    }

    /** The rank of the module at {@code path}. */
    public int rank(String path) {
        return first(ranks, path, rank);
    }

    /** What the update of the module at {@code path} is multiplied by. */
    public double scale(String path) {
        double own = first(alphas, path, alpha);
        return own / (stabilised ? Math.sqrt(rank(path)) : rank(path));
    }

    private static <T> T first(Map<String, T> patterns, String path, T otherwise) {
        for (Map.Entry<String, T> entry : patterns.entrySet()) {
            if (ModulePattern.of("(.*\\.)?(" + entry.getKey() + ")", "rank_pattern or alpha_pattern")
                    .matches(path)) {
                return entry.getValue();
            }
        }
        return otherwise;
    }
}
