package dev.cloze.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a feed stopped. Handing it back resumes at the same byte with the same next element. A position is a small tree:
 * the counters of one stage, and the positions of the stages it reads from.
 *
 * @param counters this stage's numbers, such as {@code file}, {@code byte}, {@code line}, {@code epoch}
 * @param parts positions of the stages underneath, by name
 */
public record Position(SortedMap<String, Long> counters, SortedMap<String, Position> parts) {

    /** The beginning of any feed. */
    public static final Position START = new Position(Map.of(), Map.of());

    /** Takes unmodifiable copies. */
    public Position {
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** A position from maps of any order. */
    public Position(Map<String, Long> counters, Map<String, Position> parts) {
        this(new TreeMap<>(counters), new TreeMap<>(parts));
    }

    /** The counter of that name, 0 where there is none. */
    public long counter(String name) {
        return counters.getOrDefault(name, 0L);
    }

    /** The part of that name, its beginning where there is none. */
    public Position part(String name) {
        return parts.getOrDefault(name, START);
    }

    /** This position with one counter set. */
    public Position with(String name, long value) {
        SortedMap<String, Long> changed = new TreeMap<>(counters);
        changed.put(name, value);
        return new Position(changed, parts);
    }

    /** This position with one part set. */
    public Position with(String name, Position part) {
        SortedMap<String, Position> changed = new TreeMap<>(parts);
        changed.put(name, part);
        return new Position(counters, changed);
    }

    /** The position as JSON: {@code {"counters": {"draws": 7}, "parts": {"wiki": {…}}}}, empty maps left out. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!counters.isEmpty()) {
            ObjectNode numbers = json.putObject("counters");
            counters.forEach(numbers::put);
        }
        if (!parts.isEmpty()) {
            ObjectNode below = json.putObject("parts");
            parts.forEach((name, part) -> below.set(name, part.toJson()));
        }
        return json;
    }

    /** The position that {@link #toJson} wrote; {@code place} is named where it is something else. */
    public static Position parse(JsonNode json, String place) {
        SortedMap<String, Long> counters = new TreeMap<>();
        SortedMap<String, Position> parts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : members(json.path("counters"), place)) {
            if (!entry.getValue().canConvertToLong() || !entry.getValue().isIntegralNumber()) {
                throw Refusal.at(place, "counter '%s' of a position must be an integer", entry.getKey());
            }
            counters.put(entry.getKey(), entry.getValue().longValue());
        }
        for (Map.Entry<String, JsonNode> entry : members(json.path("parts"), place)) {
            parts.put(entry.getKey(), parse(entry.getValue(), place));
        }
        return new Position(counters, parts);
    }

    private static Set<Map.Entry<String, JsonNode>> members(JsonNode object, String place) {
        if (!object.isObject() && !object.isMissingNode()) {
            throw Refusal.at(place, "a position must consist of objects, got %s", object.getNodeType());
        }
        return object.properties();
    }
}
