package dev.cloze.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.data.Position;
import java.util.Map;
import java.util.TreeMap;

/** A feed's position as JSON: numbers are its counters, objects the positions of its parts. */
final class PositionJson {

    private PositionJson() {}

    static void write(Position position, ObjectNode json) {
        ObjectNode counters = json.putObject("counters");
        position.counters().forEach(counters::put);
        ObjectNode parts = json.putObject("parts");
        position.parts().forEach((name, part) -> write(part, parts.putObject(name)));
    }

    static Position read(JsonNode json) {
        Map<String, Long> counters = new TreeMap<>();
        json.path("counters")
                .properties()
                .forEach(e -> counters.put(e.getKey(), e.getValue().longValue()));
        Map<String, Position> parts = new TreeMap<>();
        json.path("parts").properties().forEach(e -> parts.put(e.getKey(), read(e.getValue())));
        return new Position(counters, parts);
    }
}
