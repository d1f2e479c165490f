package dev.cloze.seqio.text;

import dev.cloze.Refusal;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code rank_classification}: an element for each class that a record could belong to, to be scored by a model. {@code idx}
 * is the record's number and the class's, {@code is_correct} whether the record belongs to it.
 *
 * @param classes the inputs and targets of each class
 * @param mode which elements come out
 * @param weightKey the feature that holds the record's weight, empty for none
 * @param passedThrough features that every element keeps
 */
public record RankedTexts(
        Function<Features, List<Choice>> classes, Mode mode, String weightKey, List<String> passedThrough)
        implements Preprocessor {

    /** Which elements come out. */
    public enum Mode {
        /** Those of correct classes. */
        TRAIN,
        /** Those of all classes, one after another. */
        EVAL,
        /** Those of all classes, in one batch a record. */
        FEWSHOT_EVAL
    }

    /**
     * One class of a record.
     *
     * @param inputs what the model reads
     * @param targets what it is scored on
     * @param correct whether the record belongs to it
     */
    public record Choice(String inputs, String targets, boolean correct) {}

    /** Takes an unmodifiable copy. */
    public RankedTexts {
        passedThrough = List.copyOf(passedThrough);
    }

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        Dataset<List<Features>> expanded = () -> new Expanded(elements.iterator());
        return switch (mode) {
            case TRAIN -> expanded.flatMap(Dataset::of).filter(element -> (Boolean) element.get("is_correct"));
            case EVAL -> expanded.flatMap(Dataset::of);
            case FEWSHOT_EVAL -> expanded.map(RankedTexts::batched);
        };
    }

    private static Features batched(List<Features> elements) {
        Map<String, List<Object>> batch = new TreeMap<>();
        for (Features element : elements) {
            element.asMap()
                    .forEach((name, value) ->
                            batch.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
        }
        return Features.of(batch);
    }

    private final class Expanded implements Iterator<List<Features>> {

        private final Iterator<Features> records;
        private long number;

        Expanded(Iterator<Features> records) {
            this.records = records;
        }

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public List<Features> next() {
            Features source = records.next();
            List<Features> elements = new ArrayList<>();
            for (Choice choice : classes.apply(source)) {
                elements.add(element(source, choice, elements.size()));
            }
            number++;
            return elements;
        }

        private Features element(Features source, Choice choice, int index) {
            Features element = Features.of("idx", List.of(number, (long) index))
                    .with("inputs", choice.inputs())
                    .with("targets", choice.targets())
                    .with("is_correct", choice.correct());
            if (!weightKey.isEmpty()) {
                float weight = ((Number) source.get(weightKey)).floatValue();
                element = element.with("weight", (double) weight);
            }
            for (String name : passedThrough) {
                element = element.with(name, source.get(name));
            }
            return element;
        }
    }

    /**
     * {@code rank_classification_formatter}: features put into texts, one pair of texts a class.
     *
     * @param inputs texts of the inputs, one a class or one for all
     * @param targets texts of the targets, one a class or one for all
     * @param mode which elements come out
     * @param weightKey the feature that holds the record's weight, empty for none
     */
    public static RankedTexts formatted(List<String> inputs, List<String> targets, Mode mode, String weightKey) {
        int classes = Math.max(inputs.size(), targets.size());
        Refusal.require(
                (inputs.size() == 1 || inputs.size() == classes) && (targets.size() == 1 || targets.size() == classes),
                "inputs and targets must have as many formats, or one of them a single one, got %d and %d",
                inputs.size(),
                targets.size());
        return new RankedTexts(
                element -> {
                    List<Choice> choices = new ArrayList<>();
                    for (int i = 0; i < classes; i++) {
                        choices.add(new Choice(
                                Braces.filled(inputs.get(i % inputs.size()), element),
                                Braces.filled(targets.get(i % targets.size()), element),
                                isLabel(element.get("label"), i)));
                    }
                    return choices;
                },
                mode,
                weightKey,
                List.of());
    }

    /** Whether a class is the label, or one of the labels. */
    public static boolean isLabel(Object label, int index) {
        return label instanceof List<?> labels
                ? labels.stream().anyMatch(each -> ((Number) each).intValue() == index)
                : ((Number) label).intValue() == index;
    }
}
