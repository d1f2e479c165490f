package dev.cloze.generate.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cloze.Refusal;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Values of {@code generation_config.json} by name; null is as good as missing. */
final class SettingReader {

    private static final String IDS = "ids, whole numbers from 0";
    private static final String RUNS = "a list of lists of ids";
    private static final String BIASES = "a list of [[ids], number]";

    private final JsonNode json;
    private final String place;

    /** Settings that lie at {@code place}. */
    SettingReader(JsonNode json, String place) {
        this.json = json;
        this.place = place;
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    private JsonNode at(String name) {
        return has(name) ? json.path(name) : JsonNodeFactory.instance.missingNode();
    }

    int integer(String name, int otherwise, int least) {
        JsonNode value = at(name);
        check(value.isMissingNode() || isInteger(value), name, "an integer", value);
        int number = value.asInt(otherwise);
        if (number < least) {
            throw Refusal.at(place, "%s must be at least %d, got %d", name, least, number);
        }
        return number;
    }

    // Python writes some counts as 20.0.
    private static boolean isInteger(JsonNode value) {
        return value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToInt();
    }

    double number(String name, double otherwise) {
        JsonNode value = at(name);
        check(value.isMissingNode() || value.isNumber(), name, "a number", value);
        return value.asDouble(otherwise);
    }

    boolean truth(String name) {
        JsonNode value = at(name);
        check(value.isMissingNode() || value.isBoolean(), name, "true or false", value);
        return value.asBoolean(false);
    }

    Decoding.EarlyStopping earlyStopping(String name) {
        JsonNode value = at(name);
        if (value.isTextual() && value.asText().equals("never")) {
            return Decoding.EarlyStopping.IMPOSSIBLE;
        }
        check(value.isMissingNode() || value.isBoolean(), name, "true, false or never", value);
        return value.asBoolean(false) ? Decoding.EarlyStopping.FIRST : Decoding.EarlyStopping.UNLIKELY;
    }

    /** An id, alone or the only one of a list. */
    OptionalInt id(String name) {
        Set<Integer> ids = ids(name);
        check(ids.size() <= 1, name, "one id", at(name));
        return ids.stream().mapToInt(Integer::intValue).findFirst();
    }

    /** Of a list, or an id alone. */
    Set<Integer> ids(String name) {
        JsonNode value = at(name);
        Set<Integer> ids = new HashSet<>();
        Iterable<JsonNode> each = value.isArray() || value.isMissingNode() ? value : List.of(value);
        each.forEach(id -> ids.add(id(name, id)));
        return ids;
    }

    private int id(String name, JsonNode value) {
        check(isInteger(value) && value.asInt() >= 0, name, IDS, value);
        return value.asInt();
    }

    /** {@code [start, factor]}. */
    LogitBias.LengthDecay decay(String name) {
        JsonNode value = at(name);
        if (value.isMissingNode()) {
            return LogitBias.LengthDecay.NONE;
        }
        boolean pair = value.isArray()
                && value.size() == 2
                && isInteger(value.path(0))
                && value.path(1).isNumber();
        check(pair, name, "a list of 2 numbers, the first whole", value);
        return new LogitBias.LengthDecay(value.path(0).asInt(), value.path(1).asDouble());
    }

    /** {@code [[[ids], bias], …]}. */
    Map<Tokens, Double> biases(String name) {
        Map<Tokens, Double> biases = new HashMap<>();
        JsonNode value = list(name, BIASES);
        value.forEach(pair -> {
            boolean whole = pair.isArray()
                    && pair.size() == 2
                    && isRun(pair.path(0))
                    && pair.path(1).isNumber();
            check(whole, name, BIASES, value);
            biases.put(run(name, pair.path(0)), pair.path(1).asDouble());
        });
        return biases;
    }

    List<String> strings(String name) {
        JsonNode value = at(name);
        List<String> texts = new ArrayList<>();
        Iterable<JsonNode> each = value.isArray() || value.isMissingNode() ? value : List.of(value);
        each.forEach(text -> {
            check(text.isTextual(), name, "texts", text);
            texts.add(text.asText());
        });
        return texts;
    }

    List<Tokens> runs(String name) {
        List<Tokens> runs = new ArrayList<>();
        list(name, RUNS).forEach(run -> {
            check(isRun(run), name, RUNS, run);
            runs.add(run(name, run));
        });
        return runs;
    }

    private JsonNode list(String name, String rule) {
        JsonNode value = at(name);
        check(value.isMissingNode() || value.isArray(), name, rule, value);
        return value;
    }

    private static boolean isRun(JsonNode ids) {
        return ids.isArray() && !ids.isEmpty();
    }

    private Tokens run(String name, JsonNode ids) {
        int[] run = new int[ids.size()];
        int count = 0;
        for (JsonNode id : ids) {
            run[count++] = id(name, id);
        }
        return Tokens.over(run);
    }

    private void check(boolean holds, String name, String rule, JsonNode value) {
        if (!holds) {
            throw Refusal.at(place, "%s must be %s, got %s", name, rule, value);
        }
    }

    /** What a record refused that was made of these settings, with their place. */
    Refusal placed(Refusal refused) {
        String message = String.valueOf(refused.getMessage());
        return message.startsWith(place + ": ") ? refused : Refusal.because(refused, place, "%s", message);
    }
}
