package dev.cloze.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run writes down while it trains: {@code metrics.jsonl}, TensorBoard's events and the page. */
public final class Journal implements AutoCloseable {

    private final Path folder;
    private final String name;
    private final MetricsLog metrics;
    private final EventFile events;

    private Journal(Path folder, String name, MetricsLog metrics, EventFile events) {
        this.folder = folder;
        this.name = name;
        this.metrics = metrics;
        this.events = events;
    }

    /** The journal of the run in {@code folder}, with what was written up to {@code step}. */
    public static Journal open(Path folder, String name, long step) {
        MetricsLog metrics = MetricsLog.open(folder, step);
        return new Journal(folder, name, metrics, EventFile.create(folder.resolve("events"), Instant.now()));
    }

    /** Writes a line; its numbers become TensorBoard's scalars too. */
    public void add(ObjectNode line) {
        metrics.add(line);
        Map<String, Double> scalars = new LinkedHashMap<>();
        line.properties().forEach(field -> {
            if (!field.getKey().equals("step")) {
                collect(line.path("kind").asText() + "/" + field.getKey(), field.getValue(), scalars);
            }
        });
        if (!scalars.isEmpty()) {
            events.add(line.path("step").asLong(), Instant.now(), scalars);
        }
    }

    // {"byLanguage": {"de": {"loss": 2.5, "tokens": 70}}} of kind step becomes step/byLanguage/de = 2.5.
    private static void collect(String tag, JsonNode value, Map<String, Double> scalars) {
        if (value.isNumber()) {
            scalars.put(tag, value.asDouble());
        } else if (value.has("loss")) {
            scalars.put(tag, value.get("loss").asDouble());
        } else if (value.isObject()) {
            value.properties().forEach(field -> collect(tag + "/" + field.getKey(), field.getValue(), scalars));
        }
    }

    /** Brings the page up to date. */
    public void page() {
        RunPage.write(folder, name);
    }

    @Override
    public void close() {
        events.close();
    }
}
