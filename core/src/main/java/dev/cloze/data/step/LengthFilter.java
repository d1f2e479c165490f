package dev.cloze.data.step;

import dev.cloze.Refusal;
import dev.cloze.data.Document;
import java.util.Optional;

/**
 * Keeps the documents one of whose fields has so many characters.
 *
 * @param field the field
 * @param least fewest characters
 * @param most most characters
 */
public record LengthFilter(String field, int least, int most) implements SingleStep {

    /** Checks the range. */
    public LengthFilter {
        Refusal.require(0 <= least && least <= most, "least must be in [0, most = %d], got %d", most, least);
    }

    @Override
    public Optional<Document> apply(Document document) {
        int length = document.field(field).length();
        return least <= length && length <= most ? Optional.of(document) : Optional.empty();
    }
}
