package dev.cloze.adapter.target;

import dev.cloze.Refusal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which linear maps of a model an adapter changes, by PEFT's rules: the ends of their names, or one regular expression.
 *
 * @param chosen the modules that are meant
 * @param excluded modules that are left alone nevertheless
 * @param layers the layers that are meant
 */
public record Targets(Names chosen, Names excluded, Layers layers) {

    /** PEFT's word for every linear map except the head. */
    public static final String ALL_LINEAR = "all-linear";

    /** Modules whose names end so, in all layers. */
    public static Targets named(String... names) {
        return new Targets(new Listed(Set.of(names)), Listed.NONE, Layers.ALL);
    }

    /** The whole path as PEFT sees it, such as {@code encoder.block.0.layer.0.SelfAttention.q}. */
    public boolean hold(String path) {
        if (excluded.hold(path)) {
            return false;
        }
        return chosen instanceof Listed listed
                ? listed.names().contains(path) || (listed.hold(path) && layers.hold(path))
                : chosen.hold(path);
    }

    /** Names of modules. */
    public sealed interface Names permits Listed, Matching, Every {
        /** Whether the module at {@code path} is among them. */
        boolean hold(String path);
    }

    /**
     * Whole paths, or their ends after a dot.
     *
     * @param names the names
     */
    public record Listed(Set<String> names) implements Names {

        /** No module. */
        public static final Listed NONE = new Listed(Set.of());

        /** Takes an unmodifiable copy. */
        public Listed {
            names = Set.copyOf(names);
        }

        @Override
        public boolean hold(String path) {
            return names.contains(path) || names.stream().anyMatch(name -> path.endsWith("." + name));
        }

        /** The names in a fixed order. */
        public Set<String> sorted() {
            return new TreeSet<>(names);
        }
    }

    /**
     * Paths that a regular expression matches as a whole.
     *
     * @param regex the expression
     */
    public record Matching(String regex) implements Names {

        private static final String PLACE = "target_modules or the like";

        /** Checks the expression. */
        public Matching {
            ModulePattern.of(regex, PLACE);
        }

        @Override
        public boolean hold(String path) {
            return ModulePattern.of(regex, PLACE).matches(path);
        }
    }

    /** Every linear map that a model asks for by name; its head is none. */
    public record Every() implements Names {
        @Override
        public boolean hold(String path) {
            return true;
        }
    }

    /**
     * The layers that are meant.
     *
     * @param indexes their numbers; none means all
     * @param patterns what stands before the number in a path; none means any word
     */
    public record Layers(Set<Integer> indexes, List<String> patterns) {

        /** All layers. */
        public static final Layers ALL = new Layers(Set.of(), List.of());

        private static final String ANY = ".*?\\.[^.]*\\.(\\d{1,6})\\.";

        /** Takes unmodifiable copies. */
        public Layers {
            indexes = Set.copyOf(indexes);
            patterns = List.copyOf(patterns);
        }

        boolean hold(String path) {
            if (indexes.isEmpty()) {
                return true;
            }
            List<String> used = patterns.isEmpty()
                    ? List.of(ANY)
                    : patterns.stream()
                            .map(pattern -> ".*\\." + pattern + "\\.(\\d{1,6})\\.")
                            .toList();
            int found = used.stream()
                    .mapToInt(pattern ->
                            ModulePattern.of(pattern, "layers_pattern").number(path))
                    .filter(index -> index >= 0)
                    .findFirst()
                    .orElse(-1);
            return indexes.contains(found);
        }
    }

    /** Stops if nothing was chosen. */
    public void requireSome(String place) {
        if (chosen instanceof Listed listed && listed.names().isEmpty()) {
            throw Refusal.at(place, "target_modules must name at least one module");
        }
    }

    /** The chosen names, for messages. */
    public String words() {
        if (chosen instanceof Listed listed) {
            return String.join(", ", listed.sorted());
        }
        return chosen instanceof Matching matching ? matching.regex() : ALL_LINEAR;
    }
}
