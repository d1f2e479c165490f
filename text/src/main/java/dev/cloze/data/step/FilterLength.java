package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import dev.cloze.data.Document;
import java.util.Optional;

/**
 * Keeps the documents one of whose fields has so many characters.
 */
@Doc("Keeps the documents one of whose fields is neither too short nor too long.")
public record FilterLength(
        @Doc("The field.") String field,

        @Doc(value = "Fewest of them.", unit = "characters") int least,

        @Doc(value = "Most of them.", unit = "characters") int most)
        implements SingleStep {

    /** Checks the range. */
    public FilterLength {
        Rule.said("field", field);
        Refusal.require(0 <= least && least <= most, "least must be in [0, most = %d], got %d", most, least);
    }

    @Override
    public Optional<Document> apply(Document document) {
        int length = document.field(field).length();
        return least <= length && length <= most ? Optional.of(document) : Optional.empty();
    }
}
