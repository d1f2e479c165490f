package dev.cloze.app.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * All that was measured in a run, one JSON object a line, in {@code metrics.jsonl}. Each line has a {@code kind} and a
 * {@code step}; a run that goes on from an earlier step forgets the lines after it.
 */
public final class MetricsLog {

    /** The file's name in a run's folder. */
    public static final String FILE = "metrics.jsonl";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;

    private MetricsLog(Path file) {
        this.file = file;
    }

    /** The log of the run in {@code folder}, with what was said up to {@code step}. */
    public static MetricsLog open(Path folder, long step) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            List<String> kept = new ArrayList<>();
            for (JsonNode line : read(folder)) {
                if (line.path("step").asLong() <= step) {
                    kept.add(line.toString());
                }
            }
            Path fresh = folder.resolve(FILE + ".new");
            Files.write(fresh, kept);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Writing.failure(file, e);
        }
        return new MetricsLog(file);
    }

    /** An empty line to fill. */
    public static ObjectNode line(String kind, long step) {
        return MAPPER.createObjectNode().put("kind", kind).put("step", step);
    }

    /** Adds a line. */
    public void add(ObjectNode line) {
        try {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw Writing.failure(file, e);
        }
    }

    /** The lines of the run in {@code folder}; a last line that was cut off is left out. */
    public static List<JsonNode> read(Path folder) {
        Path file = folder.resolve(FILE);
        List<JsonNode> lines = new ArrayList<>();
        if (!Files.exists(file)) {
            return lines;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                parse(line, lines);
            }
        } catch (IOException e) {
            throw Writing.failure(file, e);
        }
        return lines;
    }

    private static void parse(String line, List<JsonNode> lines) {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node != null && node.isObject()) {
                lines.add(node);
            }
        } catch (JsonProcessingException cutOff) {
            // A run that was killed may leave half a line behind.
            return;
        }
    }
}
