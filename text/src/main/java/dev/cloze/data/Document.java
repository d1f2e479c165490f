package dev.cloze.data;

import dev.cloze.Refusal;
import java.util.Map;
import java.util.TreeMap;

/**
 * One piece of running text.
 *
 * @param text what is learnt from
 * @param language the language's code, {@code und} where unknown
 * @param source the name of the source it came from, for reports
 * @param fields the other fields asked for in the run file
 * @param task the index of the task that it is learnt for
 */
public record Document(String text, String language, String source, Map<String, String> fields, int task)
        implements Material {

    /** The name by which steps call the text. */
    public static final String TEXT = "text";

    /** The name by which steps call the language. */
    public static final String LANGUAGE = "language";

    /** Takes an unmodifiable copy of the fields. */
    public Document {
        fields = Map.copyOf(fields);
    }

    /** A document of the only task. */
    public Document(String text, String language, String source, Map<String, String> fields) {
        this(text, language, source, fields, 0);
    }

    /** A field by name; the text and the language are fields too. */
    public String field(String name) {
        String value = switch (name) {
            case TEXT -> text;
            case LANGUAGE -> language;
            default -> fields.get(name);
        };
        if (value == null) {
            throw Refusal.at(
                    source,
                    "a document has no field '%s'; it has text, language and %s",
                    name,
                    new TreeMap<>(fields).keySet());
        }
        return value;
    }

    /** This document with one field changed or added. */
    public Document with(String name, String value) {
        if (name.equals(TEXT)) {
            return new Document(value, language, source, fields, task);
        }
        if (name.equals(LANGUAGE)) {
            return new Document(text, value, source, fields, task);
        }
        Map<String, String> changed = new TreeMap<>(fields);
        changed.put(name, value);
        return new Document(text, language, source, changed, task);
    }

    @Override
    public Document ofTask(int index) {
        return index == task ? this : new Document(text, language, source, fields, index);
    }

    @Override
    public long characters() {
        long characters = text.length();
        for (String field : fields.values()) {
            characters += field.length();
        }
        return characters;
    }
}
