package dev.cloze.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.adapter.target.ModulePattern;
import dev.cloze.adapter.target.Targets;
import dev.cloze.adapter.target.TrainedTokens;
import dev.cloze.model.config.ConfigJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Reads the values of an {@code adapter_config.json}. Keys that are not known are passed over, since every version of PEFT
 * has some of its own; keys that would change the numbers are not.
 *
 * @param values the single values
 */
record AdapterJson(ConfigJson values) {

    private static final int MOST_NAMES = 100_000;
    private static final int LONGEST_NAME = 1000;
    private static final Pattern NAME = Pattern.compile("[\\w.-]+");

    String place() {
        return values.place();
    }

    String text(String key, String other) {
        return values.text(key, other);
    }

    boolean truth(String key, boolean other) {
        return values.truth(key, other);
    }

    /** A list of names, or one name; empty where it is not said. */
    List<String> names(String key) {
        JsonNode value = values.json().path(key);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name :
                value.isArray() ? value : JsonNodeFactory.instance.arrayNode().add(value)) {
            boolean fits = name.isTextual()
                    && name.textValue().length() <= LONGEST_NAME
                    && !name.textValue().isEmpty();
            if (!fits || names.size() == MOST_NAMES) {
                throw Refusal.at(
                        place(), "%s must be a list of at most %d names, got %s", key, MOST_NAMES, Shown.plain(name));
            }
            names.add(name.textValue());
        }
        return names;
    }

    /** Which modules are meant. */
    Targets targets() {
        JsonNode indexes = values.json().path("layers_to_transform");
        return new Targets(
                chosen("target_modules"),
                chosen("exclude_modules"),
                new Targets.Layers(numbers(indexes), names("layers_pattern")));
    }

    /** Names in a list, or a regular expression. */
    Targets.Names chosen(String key) {
        JsonNode value = values.json().path(key);
        if (!value.isTextual()) {
            return new Targets.Listed(Set.copyOf(names(key)));
        }
        return value.textValue().equals(Targets.ALL_LINEAR)
                ? new Targets.Every()
                : new Targets.Matching(value.textValue());
    }

    /** Ids of tokens in a list, or in one for each of several tables. */
    TrainedTokens tokens(String key) {
        JsonNode value = values.json().path(key);
        Map<String, List<Integer>> tokens = new LinkedHashMap<>();
        if (value.isObject()) {
            value.properties().forEach(table -> tokens.put(table.getKey(), ids(key, table.getValue())));
        } else if (!value.isMissingNode() && !value.isNull()) {
            tokens.put("", ids(key, value));
        }
        return new TrainedTokens(tokens);
    }

    private List<Integer> ids(String key, JsonNode value) {
        if (!value.isArray()) {
            throw Refusal.at(place(), "%s must be a list of ids or hold lists, got %s", key, Shown.plain(value));
        }
        List<Integer> ids = new ArrayList<>();
        for (JsonNode id : value) {
            boolean fits = id.isIntegralNumber() && id.canConvertToInt() && id.intValue() >= 0;
            if (!fits || ids.size() == MOST_NAMES) {
                throw Refusal.at(place(), "%s must be at most %d ids, got %s", key, MOST_NAMES, Shown.plain(id));
            }
            ids.add(id.intValue());
        }
        return ids;
    }

    private Set<Integer> numbers(JsonNode value) {
        Set<Integer> numbers = new LinkedHashSet<>();
        if (value.isMissingNode() || value.isNull()) {
            return numbers;
        }
        for (JsonNode number :
                value.isArray() ? value : JsonNodeFactory.instance.arrayNode().add(value)) {
            if (!number.canConvertToInt() || !number.isIntegralNumber() || numbers.size() == MOST_NAMES) {
                throw Refusal.at(place(), "layers_to_transform must be whole numbers, got %s", Shown.plain(number));
            }
            numbers.add(number.intValue());
        }
        return numbers;
    }

    /** Values by the patterns of modules, in the file's order. */
    <T> Map<String, T> byPattern(String key, BiFunction<ConfigJson, String, T> read) {
        JsonNode value = values.json().path(key);
        Map<String, T> byPattern = new LinkedHashMap<>();
        if (value.isMissingNode() || value.isNull()) {
            return byPattern;
        }
        ConfigJson inside = new ConfigJson(value, place() + ": " + key);
        value.fieldNames().forEachRemaining(name -> {
            ModulePattern.of(name, inside.place());
            byPattern.put(name, read.apply(inside, name));
        });
        return byPattern;
    }

    /** Stops if one of {@code keys} asks for something: Cloze does not do it. */
    void refuse(String... keys) {
        for (String key : keys) {
            JsonNode value = values.json().path(key);
            boolean unused = value.isMissingNode()
                    || value.isNull()
                    || (value.isBoolean() && !value.booleanValue())
                    || (value.isContainerNode() && value.isEmpty());
            if (!unused) {
                throw Refusal.at(place(), "%s is not supported, got %s", key, Shown.plain(value));
            }
        }
    }

    /** An {@code adapter_config.json} of {@code type} with nothing else in it. */
    static ObjectNode peft(String type, boolean transposed) {
        return JsonNodeFactory.instance.objectNode().put("peft_type", type).put("fan_in_fan_out", transposed);
    }

    /** Writes what a user says of modules: names, or alone all-linear or a regular expression. */
    static void putNames(ObjectNode json, String key, List<String> said) {
        boolean text = said.size() == 1
                && (said.get(0).equals(Targets.ALL_LINEAR)
                        || !NAME.matcher(said.get(0)).matches());
        if (text) {
            json.put(key, said.get(0));
        } else {
            put(json, key, said);
        }
    }

    /** Writes which modules are meant. */
    static void put(ObjectNode json, Targets targets) {
        put(json, "target_modules", targets.chosen());
        put(json, "exclude_modules", targets.excluded());
        if (targets.layers().indexes().isEmpty()) {
            json.putNull("layers_to_transform").putNull("layers_pattern");
        } else {
            ArrayNode indexes = json.putArray("layers_to_transform");
            targets.layers().indexes().stream().sorted().forEach(indexes::add);
            put(json, "layers_pattern", targets.layers().patterns());
        }
    }

    /** Writes names of modules. */
    static void put(ObjectNode json, String key, Targets.Names names) {
        if (names instanceof Targets.Listed listed) {
            put(json, key, List.copyOf(listed.sorted()));
        } else {
            json.put(key, names instanceof Targets.Matching matching ? matching.regex() : Targets.ALL_LINEAR);
        }
    }

    /** Writes ids of tokens, null for none. */
    static void put(ObjectNode json, String key, TrainedTokens tokens) {
        if (tokens.byModule().isEmpty()) {
            json.putNull(key);
        } else if (tokens.byModule().containsKey("")) {
            tokens.ofEmbedding("").forEach(json.putArray(key)::add);
        } else {
            ObjectNode tables = json.putObject(key);
            tokens.byModule().forEach((table, ids) -> ids.forEach(tables.putArray(table)::add));
        }
    }

    /** Writes a list of names, null for none. */
    static void put(ObjectNode json, String key, List<String> names) {
        if (names.isEmpty()) {
            json.putNull(key);
        } else {
            ArrayNode array = json.putArray(key);
            names.forEach(array::add);
        }
    }
}
