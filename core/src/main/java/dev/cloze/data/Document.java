package dev.cloze.data;

import java.util.Map;

/**
 * One piece of running text.
 *
 * @param text what is learnt from
 * @param language the language's code, {@code und} where unknown
 * @param source the name of the source it came from
 * @param fields the other fields asked for in the run file
 */
public record Document(String text, String language, String source, Map<String, String> fields) implements Material {

    /** Takes an unmodifiable copy of the fields. */
    public Document {
        fields = Map.copyOf(fields);
    }

    @Override
    public long characters() {
        return text.length();
    }
}
