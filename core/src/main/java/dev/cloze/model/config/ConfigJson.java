package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;

/**
 * Reads single values of a {@code config.json} or its like, refusing missing and unsuitable ones by name. Sizes are bounded before
 * anything is allocated by them.
 *
 * @param json the whole object
 * @param place what refusals name
 */
public record ConfigJson(JsonNode json, String place) {

    private static final int MOST_WIDTH = 1 << 24;

    /** Checks that it is an object. */
    public ConfigJson {
        if (!json.isObject()) {
            throw Refusal.at(place, "expected a JSON object, got %s", json.getNodeType());
        }
    }

    /** A size from 1 to {@code most}. */
    public int size(String key, int most) {
        JsonNode value = json.get(key);
        if (value == null || value.isNull()) {
            throw Refusal.at(place, "%s is missing", key);
        }
        return checked(key, value, 1, most);
    }

    /** A size. */
    public int size(String key) {
        return size(key, MOST_WIDTH);
    }

    /** A number of heads that share {@code width} evenly. */
    int heads(String key, int width) {
        int heads = size(key, width);
        if (width % heads != 0) {
            throw Refusal.at(place, "%s must divide the width of %d, got %d", key, width, heads);
        }
        return heads;
    }

    /** A size from {@code least} to {@code most}, {@code other} where it is not said. */
    public int integer(String key, int least, int most, int other) {
        JsonNode value = json.get(key);
        return value == null || value.isNull() ? other : checked(key, value, least, most);
    }

    /** An id below {@code rows}, {@code other} where it is not said; of several in a list the first. */
    public int id(String key, int rows, int other) {
        JsonNode value = json.get(key);
        if (value == null || !value.isArray() || value.isEmpty()) {
            return integer(key, 0, rows - 1, other);
        }
        value.forEach(each -> checked(key, each, 0, rows - 1));
        return value.get(0).intValue();
    }

    /** A number from {@code least} to {@code most}, {@code other} where it is not said. */
    public double number(String key, double least, double most, double other) {
        JsonNode value = json.get(key);
        if (value == null || value.isNull()) {
            return other;
        }
        double number = value.asDouble(Double.NaN);
        if (!value.isNumber() || !(number >= least && number <= most)) {
            throw Refusal.at(place, "%s must be a number in [%s, %s], got %s", key, least, most, value);
        }
        return number;
    }

    /** True or false, {@code other} where it is not said. */
    public boolean truth(String key, boolean other) {
        JsonNode value = json.get(key);
        if (value == null || value.isNull()) {
            return other;
        }
        if (!value.isBoolean()) {
            throw Refusal.at(place, "%s must be true or false, got %s", key, value);
        }
        return value.booleanValue();
    }

    /** A text, {@code other} where it is not said. */
    public String text(String key, String other) {
        JsonNode value = json.get(key);
        if (value == null || value.isNull()) {
            return other;
        }
        if (!value.isTextual()) {
            throw Refusal.at(place, "%s must be a text, got %s", key, value);
        }
        return value.textValue();
    }

    private int checked(String key, JsonNode value, int least, int most) {
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            throw Refusal.at(place, "%s must be a whole number in [%d, %d], got %s", key, least, most, value);
        }
        return value.intValue();
    }
}
