package dev.cloze.data;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import java.util.List;
import java.util.stream.Stream;

/** Which fields of a record make a document. In JSON and tables, {@code a.b} is the field {@code b} of {@code a}. */
public record Fields(
        @Doc("The field or column that holds the text; a.b is the field b of a.")
        String textField,

        @Doc("Further fields to carry along, for steps and pairs; a record of JSON may lack them.")
        List<String> fields,

        @Doc("The field or column that holds the language's code; empty where there is none.")
        String languageField,

        @Doc("The language of all documents where no field or column says it.")
        String language) {

    /** The language's code where none is known. */
    public static final String UNKNOWN = "und";

    /** Checks the names. */
    public Fields {
        fields = List.copyOf(fields);
        Rule.said("fields", fields);
        Refusal.require(!textField.isBlank(), "text-field must be a name");
        Refusal.require(
                !languageField.isEmpty() || !language.isBlank(), "language must not be blank; und stands for unknown");
    }

    /** The text alone. */
    public static Fields text(String name) {
        return new Fields(name, List.of(), "", UNKNOWN);
    }

    /** The text and its language. */
    public static Fields textAndLanguage(String text, String language) {
        return new Fields(text, List.of(), language, UNKNOWN);
    }

    /** These with further fields. */
    public Fields with(String... others) {
        return new Fields(textField, List.of(others), languageField, language);
    }

    /** All names once: the text's, the language's where a field says it, the others. */
    public List<String> names() {
        Stream<String> said = Stream.of(textField, languageField).filter(name -> !name.isEmpty());
        return Stream.concat(said, fields.stream()).distinct().toList();
    }
}
