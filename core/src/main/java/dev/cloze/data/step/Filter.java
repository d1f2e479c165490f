package dev.cloze.data.step;

import dev.cloze.data.Document;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps the documents in one of whose fields an expression is found, or those where it is not.
 *
 * @param field the field
 * @param matches the expression
 * @param keep whether those with it are kept, rather than those without
 */
public record Filter(String field, Pattern matches, boolean keep) implements SingleStep {

    @Override
    public Optional<Document> apply(Document document) {
        boolean found = matches.matcher(document.field(field)).find();
        return found == keep ? Optional.of(document) : Optional.empty();
    }
}
