package dev.cloze.tensor;

import dev.cloze.Shown;
import java.util.ArrayList;
import java.util.List;

/**
 * How the weights of a file and those of a model go together.
 *
 * @param missing names that the model needs and the file lacks
 * @param mismatched weights of another shape, of whole numbers or of none, such as
 *     {@code shared.weight is [97, 32], not [100, 32]}
 * @param unexpected names in the file that the model has no use for
 */
public record WeightFit(List<String> missing, List<String> mismatched, List<String> unexpected) {

    private static final int SHOWN = 8;

    /** Takes unmodifiable copies. */
    public WeightFit {
        missing = List.copyOf(missing);
        mismatched = List.copyOf(mismatched);
        unexpected = List.copyOf(unexpected);
    }

    /** Whether the model has all it needs. */
    public boolean complete() {
        return missing.isEmpty() && mismatched.isEmpty();
    }

    /** All of it in one line, the first names of each kind. */
    public String summary() {
        List<String> problems = new ArrayList<>();
        missing.forEach(name -> problems.add(name + " is missing"));
        problems.addAll(mismatched);
        String line = "%d weights do not fit the model: %s".formatted(problems.size(), first(problems));
        return unexpected.isEmpty()
                ? line
                : line
                        + "; %d are not the model's: %s"
                                .formatted(
                                        unexpected.size(),
                                        first(unexpected.stream()
                                                .map(Shown::plain)
                                                .toList()));
    }

    /** The first of many, and how many more there are. */
    public static String first(List<String> names) {
        String shown = String.join("; ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() > SHOWN ? "%s; and %d more".formatted(shown, names.size() - SHOWN) : shown;
    }
}
