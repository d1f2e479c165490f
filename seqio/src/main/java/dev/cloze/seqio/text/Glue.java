package dev.cloze.seqio.text;

import dev.cloze.Refusal;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import java.util.List;

/**
 * {@code glue}: {@code mnli hypothesis: … premise: …} and the name of the label, {@code <unk>} for -1.
 *
 * @param benchmark its name, which the inputs begin with
 * @param labels names of the labels
 * @param features the features in order; empty for all of them by name
 */
public record Glue(String benchmark, List<String> labels, List<String> features) implements Preprocessor {

    private static final String MULTIRC = "multirc";

    /** Takes unmodifiable copies. */
    public Glue {
        labels = List.copyOf(labels);
        features = List.copyOf(features);
    }

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        return elements.map(this::pair);
    }

    private Features pair(Features element) {
        StringBuilder inputs = new StringBuilder(benchmark);
        for (String name : features.isEmpty() ? allOf(element) : features) {
            inputs.append(' ').append(name).append(": ").append(element.text(name));
        }
        Features targets = Features.of("targets", label(element, labels));
        if (!benchmark.equals(MULTIRC)) {
            return targets.with("inputs", inputs.toString()).with("idx", element.get("idx"));
        }
        String plain = inputs.toString().replace("<br>", " ").replace("<b>", "").replace("</b>", "");
        return targets.with("inputs", plain)
                .with("idx/paragraph", element.get("idx/paragraph"))
                .with("idx/question", element.get("idx/question"))
                .with("idx/answer", element.get("idx/answer"));
    }

    private static List<String> allOf(Features element) {
        return element.names().stream()
                .filter(name -> !name.equals("label") && !name.equals("idx") && !name.startsWith("idx/"))
                .toList();
    }

    /** The name of an element's label. */
    static String label(Features element, List<String> labels) {
        long label = element.number("label");
        if (label == -1) {
            return "<unk>";
        }
        Refusal.require(0 <= label && label < labels.size(), "label must be one of %s, got %d", labels, label);
        return labels.get((int) label);
    }
}
