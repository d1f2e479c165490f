package dev.cloze.app.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.checkpoint.folder.DescribedWeight;
import dev.cloze.checkpoint.folder.ModelReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what a model folder holds: its weights as a tree, what they add up to, its files. */
public final class ModelText {

    private static final String FAINT = "2";
    private static final String STRONG = "1";
    private static final String WRONG = "31";
    private static final int NAMES = 46;
    private static final int MOST_PROBLEMS = 50;

    // Float32 weights and gradients, and AdamW's two averages.
    static final int TRAINING_BYTES = 16;

    private final PrintWriter out;
    private final boolean coloured;

    /** Prints to {@code out}. */
    public ModelText(PrintWriter out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** Prints all of it. */
    public void print(ModelReport report) {
        out.println(paint(STRONG, report.network()) + paint(FAINT, "  " + architecture(report.config())));
        WeightTree.of(report.weights()).rows().forEach(this::print);
        out.println();
        printSums(report);
        printFiles(report);
        printFit(report);
    }

    static String architecture(JsonNode config) {
        String type = config.path("model_type").asText("t5");
        String name = config.path("architectures").path(0).asText("");
        return name.isEmpty() ? type : type + ", " + oneLine(name);
    }

    private void print(WeightTree.Row row) {
        String times = row.times() > 1 ? "  %d alike".formatted(row.times()) : "";
        String shape = row.weight().map(weight -> weight.shape().toString()).orElse("");
        String type = row.weight().map(DescribedWeight::type).orElse("");
        String name = row.guide() + oneLine(row.name()) + times;
        String line = "%-" + NAMES + "s %-18s %-5s %,15d";
        String sums = String.format(Locale.ROOT, line, name, shape, type, row.count() * row.times());
        out.println(row.weight().isPresent() ? sums : paint(FAINT, sums));
    }

    private void printSums(ModelReport report) {
        row("parameters", number(report.parameters()));
        row("trainable", number(report.trainable()));
        if (report.experts() > 0) {
            row(
                    "active",
                    "%s a token, with 1 of %d experts a layer".formatted(number(report.active()), report.experts()));
        }
        row(
                "memory",
                "float32 %s, bfloat16 %s, int8 %s; training with AdamW %s"
                        .formatted(
                                Size.of(report.bytes(4)),
                                Size.of(report.bytes(2)),
                                Size.of(report.bytesOfInt8()),
                                Size.of(report.bytes(TRAINING_BYTES))));
    }

    private void printFiles(ModelReport report) {
        report.ties().forEach((name, other) -> row("tied", name + " is " + other));
        row("tokenizer", oneLine(report.tokenizer().orElse("none")));
        String files = report.files().stream()
                .map(file -> "%s (%s)".formatted(oneLine(file.name()), Size.of(file.bytes())))
                .collect(Collectors.joining(", "));
        row("files", files);
        row("formats", formats(report.weights()));
    }

    private static String formats(List<DescribedWeight> weights) {
        Map<String, Long> counts = weights.stream()
                .collect(Collectors.groupingBy(DescribedWeight::type, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(type -> "%s in %d weights".formatted(type.getKey(), type.getValue()))
                .collect(Collectors.joining(", "));
    }

    private void printFit(ModelReport report) {
        printProblems("missing", report.fit().missing());
        printProblems("mismatched", report.fit().mismatched());
        printProblems("unexpected", report.fit().unexpected());
    }

    private void printProblems(String title, List<String> problems) {
        problems.stream().limit(MOST_PROBLEMS).forEach(problem -> row(title, paint(WRONG, oneLine(problem))));
        if (problems.size() > MOST_PROBLEMS) {
            row(title, paint(WRONG, "and %d more; --json lists all".formatted(problems.size() - MOST_PROBLEMS)));
        }
    }

    private void row(String title, String value) {
        out.println(paint(FAINT, "%-12s".formatted(title)) + value);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    // Names come from files that anyone may have written.
    private static String oneLine(String text) {
        return text.replaceAll("\\p{C}", "?");
    }

    private String paint(String code, String text) {
        return coloured ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
