package dev.cloze.data;

import dev.cloze.Refusal;
import java.util.List;

/**
 * Which fields of a record make a document. In JSON, {@code a.b} is the field {@code b} of the object {@code a}.
 *
 * @param text the field that holds the text; a string
 * @param language where the language is said
 * @param others further fields to carry along; a record may lack them
 */
public record Fields(String text, LanguageTag language, List<String> others) {

    /** Takes an unmodifiable copy. */
    public Fields {
        others = List.copyOf(others);
        Refusal.require(!text.isBlank(), "the text's field must have a name");
    }

    /** The text alone. */
    public static Fields text(String name) {
        return new Fields(name, LanguageTag.UNKNOWN, List.of());
    }

    /** The text and its language. */
    public static Fields textAndLanguage(String text, String language) {
        return new Fields(text, new LanguageTag.Field(language), List.of());
    }
}
