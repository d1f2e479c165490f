package dev.cloze.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.FileMark;
import dev.cloze.checkpoint.disk.JsonFile;
import dev.cloze.data.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The text of {@code run.json}, both ways. Its last key is the SHA-256 of the file itself, in which zeros stand for that
 * sum, so that no byte of it can change unnoticed.
 *
 * <pre>
 * {
 *   "format" : 2,
 *   …
 *   "sum" : "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"
 * }
 * </pre>
 */
final class ManifestJson {

    private static final int FORMAT = 2;
    private static final String SUM = "sum";
    private static final String NO_SUM = "0".repeat(64);
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,200}");

    private static final Set<String> KEYS =
            Set.of("format", "step", "fingerprints", "versions", "seeds", "counters", "position", "files", "run", SUM);

    // The first format had no sum, and of the fingerprints the tokenizer's alone.
    private static final int UNSUMMED = 1;
    private static final Set<String> UNSUMMED_KEYS =
            Set.of("format", "step", Manifest.TOKENIZER, "versions", "seeds", "counters", "position", "files", "run");

    private final JsonNode json;
    private final String place;

    private ManifestJson(JsonNode json, String place) {
        this.json = json;
        this.place = place;
    }

    /** The text of a {@code run.json}. */
    static String write(Manifest manifest) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT).put("step", manifest.step());
        manifest.fingerprints().forEach(json.putObject("fingerprints")::put);
        manifest.versions().forEach(json.putObject("versions")::put);
        manifest.seeds().forEach(json.putObject("seeds")::put);
        manifest.counters().forEach(json.putObject("counters")::put);
        json.set("position", manifest.position().toJson());
        ObjectNode marks = json.putObject("files");
        manifest.files()
                .forEach((name, mark) ->
                        marks.putObject(name).put("bytes", mark.bytes()).put("sha256", mark.sha256()));
        json.put("run", manifest.run()).put(SUM, NO_SUM);
        String text = json.toPrettyString() + "\n";
        return with(text, sum(text));
    }

    /**
     * What a {@code run.json} says.
     *
     * @param manifest that
     * @param summed whether its sum held; older ones have none
     */
    record Read(Manifest manifest, boolean summed) {}

    /**
     * Reads the {@code run.json} of a folder.
     *
     * @throws Refusal if it is not as it was written
     */
    static Read read(Path folder) {
        Path file = folder.resolve(Manifest.FILE);
        JsonNode json = JsonFile.read(file);
        boolean summed = json.path("format").asInt() != UNSUMMED;
        ManifestJson reading = new ManifestJson(json, file.toString());
        reading.require(summed ? KEYS : UNSUMMED_KEYS);
        reading.checkFormat(summed ? FORMAT : UNSUMMED);
        if (summed) {
            reading.checkSum(file);
        }
        return new Read(reading.manifest(summed), summed);
    }

    private void require(Set<String> keys) {
        Set<String> found = new TreeSet<>();
        json.fieldNames().forEachRemaining(found::add);
        Set<String> missing = new TreeSet<>(keys);
        missing.removeAll(found);
        found.removeAll(keys);
        if (!missing.isEmpty() || !found.isEmpty()) {
            throw Refusal.at(place, "must have the keys it was saved with: lacks %s, adds %s", missing, found);
        }
    }

    private void checkFormat(int format) {
        JsonNode said = json.path("format");
        if (!said.isInt() || said.intValue() != format) {
            throw Refusal.at(place, "format must be %d or %d, got %s", UNSUMMED, FORMAT, said);
        }
    }

    private void checkSum(Path file) {
        try {
            String said = text(SUM);
            String found = sum(with(Files.readString(file), NO_SUM));
            if (!said.equals(found)) {
                throw Refusal.at(place, "must have the saved sum over itself, %s, got %s", said, found);
            }
        } catch (IOException e) {
            throw Refusal.because(e, place, "cannot be read: %s", Reasons.of(e));
        }
    }

    // The sum is the last value: what follows it is a quotation mark and a brace, each with its line's end.
    private static String with(String text, String sum) {
        int end = text.lastIndexOf('"');
        int begin = end - sum.length();
        return begin < 0 ? text : text.substring(0, begin) + sum + text.substring(end);
    }

    private static String sum(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return FileMark.of(bytes).sha256();
    }

    private Manifest manifest(boolean summed) {
        JsonNode step = json.path("step");
        if (!step.isIntegralNumber() || !step.canConvertToLong() || step.longValue() < 0) {
            throw Refusal.at(place, "step must be a whole number of 0 or more, got %s", step);
        }
        return new Manifest(
                step.longValue(),
                Position.parse(json.path("position"), place),
                all("seeds", this::number),
                all("counters", this::number),
                text("run"),
                summed
                        ? all("fingerprints", this::text)
                        : new TreeMap<>(Map.of(Manifest.TOKENIZER, text(Manifest.TOKENIZER))),
                all("versions", this::text),
                all("files", this::mark));
    }

    private <V> SortedMap<String, V> all(String key, Function<Map.Entry<String, JsonNode>, V> value) {
        if (!json.path(key).isObject()) {
            throw Refusal.at(place, "%s must be an object, got %s", key, json.path(key));
        }
        SortedMap<String, V> all = new TreeMap<>();
        json.path(key).properties().forEach(entry -> all.put(entry.getKey(), value.apply(entry)));
        return all;
    }

    private String text(String key) {
        return text(Map.entry(key, json.path(key)));
    }

    private String text(Map.Entry<String, JsonNode> entry) {
        if (!entry.getValue().isTextual()) {
            throw Refusal.at(place, "%s must be a text, got %s", entry.getKey(), entry.getValue());
        }
        return entry.getValue().textValue();
    }

    private long number(Map.Entry<String, JsonNode> entry) {
        JsonNode value = entry.getValue();
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw Refusal.at(place, "%s must be a whole number, got %s", entry.getKey(), value);
        }
        return value.longValue();
    }

    private FileMark mark(Map.Entry<String, JsonNode> entry) {
        if (!PLAIN_NAME.matcher(entry.getKey()).matches()) {
            throw Refusal.at(place, "files must have plain names, got %s", entry.getKey());
        }
        long bytes = number(Map.entry("bytes", entry.getValue().path("bytes")));
        String hash = text(Map.entry("sha256", entry.getValue().path("sha256")));
        if (bytes < 0 || !HASH.matcher(hash).matches()) {
            throw Refusal.at(place, "%s must have its bytes and SHA-256, got %s", entry.getKey(), entry.getValue());
        }
        return new FileMark(bytes, hash);
    }
}
