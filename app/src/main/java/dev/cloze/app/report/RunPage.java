package dev.cloze.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;

/** The page of a run, {@code report.html}: curves, throughput and samples, made of its {@code metrics.jsonl}. */
public final class RunPage {

    /** The file's name in a run's folder. */
    public static final String FILE = "report.html";

    private static final int MOST_POINTS = 600;

    private RunPage() {}

    /** Writes the page of the run in {@code folder} as it stands. */
    public static void write(Path folder, String name) {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        Thinned.of(MetricsLog.read(folder), MOST_POINTS).forEach(lines::add);
        new Page("Cloze: " + name, "run.js", true).write(folder.resolve(FILE), lines);
    }
}
