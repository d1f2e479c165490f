package dev.cloze.seqio;

import dev.cloze.Refusal;
import dev.cloze.text.Tokens;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One element of a seqio data set: values by feature name. A value is {@link Tokens}, a string, a number, a boolean or a
 * list of these.
 */
public final class Features {

    private final SortedMap<String, Object> values;

    private Features(SortedMap<String, Object> values) {
        this.values = Collections.unmodifiableSortedMap(values);
    }

    /** An element with these values; the map is copied. */
    public static Features of(Map<String, ?> values) {
        return new Features(new TreeMap<>(values));
    }

    /** An element with one value. */
    public static Features of(String name, Object value) {
        return of(Map.of(name, value));
    }

    /** The names of all features. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Whether there is a feature of that name. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value of that name, whatever it is. */
    public Object get(String name) {
        @Nullable Object value = values.get(name);
        if (value == null) {
            throw Refusal.at(name, "the element has no such feature; it has %s", values.keySet());
        }
        return value;
    }

    /** The tokens of that name. */
    public Tokens tokens(String name) {
        return typed(name, Tokens.class, "tokens");
    }

    /** The string of that name. */
    public String text(String name) {
        return typed(name, String.class, "a string");
    }

    /** The whole number of that name. */
    public long number(String name) {
        return typed(name, Number.class, "a number").longValue();
    }

    private <T> T typed(String name, Class<T> type, String kind) {
        Object value = get(name);
        if (!type.isInstance(value)) {
            throw Refusal.at(name, "expected %s, got %s", kind, value);
        }
        return type.cast(value);
    }

    /** This element with one value set. */
    public Features with(String name, Object value) {
        SortedMap<String, Object> changed = new TreeMap<>(values);
        changed.put(name, value);
        return new Features(changed);
    }

    /** This element with the features that fit. */
    public Features only(Predicate<String> fits) {
        SortedMap<String, Object> changed = new TreeMap<>(values);
        changed.keySet().removeIf(fits.negate());
        return new Features(changed);
    }

    /** All values by name. */
    public SortedMap<String, Object> asMap() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Features features && values.equals(features.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
