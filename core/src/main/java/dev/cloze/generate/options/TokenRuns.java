package dev.cloze.generate.options;

import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Runs of tokens, found by what stands before their last: however many there are, a step looks at those few that the text may
 * complete. Immutable.
 */
public final class TokenRuns {

    /** None. */
    public static final TokenRuns NONE = of(List.of());

    private final List<Tokens> all;
    private final int[] alone;
    private final Map<Integer, List<Tokens>> byPrevious = new HashMap<>();

    private TokenRuns(List<Tokens> all) {
        this.all = all;
        this.alone = all.stream()
                .filter(run -> run.size() == 1)
                .mapToInt(run -> run.at(0))
                .distinct()
                .toArray();
        all.stream()
                .filter(run -> run.size() > 1)
                .forEach(run -> byPrevious
                        .computeIfAbsent(run.at(run.size() - 2), missing -> new ArrayList<>())
                        .add(run));
    }

    /** These runs; empty ones are left out. */
    public static TokenRuns of(List<Tokens> runs) {
        return new TokenRuns(runs.stream().filter(run -> !run.isEmpty()).toList());
    }

    /** All of them, in the order given. */
    public List<Tokens> all() {
        return all;
    }

    /** These and others. */
    public TokenRuns and(List<Tokens> others) {
        List<Tokens> both = new ArrayList<>(all);
        both.addAll(others);
        return of(both);
    }

    /** The tokens that are runs by themselves, each once. */
    public IntStream alone() {
        return IntStream.of(alone);
    }

    /** The longer runs whose last token but one is {@code id}. */
    public List<Tokens> after(int id) {
        return byPrevious.getOrDefault(id, List.of());
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof TokenRuns runs && all.equals(runs.all));
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
