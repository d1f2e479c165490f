package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import dev.cloze.data.Document;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Keeps the documents in one of whose fields an expression is found, or those where it is not.
 */
@Doc("Keeps the documents in one of whose fields a regular expression is found.")
public record Filter(
        @Doc("The field.") String field,

        @Doc("The regular expression, in Java's notation.") String matches,

        @Doc("false keeps those in which it is not found.") boolean keep)
        implements SingleStep {

    /** Checks the field and the expression. */
    public Filter {
        Rule.said("field", field);
        Refusal.require(!matches.isEmpty(), "matches must be a regular expression, got nothing");
        compiled(matches);
    }

    private static Pattern compiled(String matches) {
        try {
            return Pattern.compile(matches);
        } catch (PatternSyntaxException e) {
            throw Refusal.because(e, "matches", "must be a regular expression: %s", e.getDescription());
        }
    }

    @Override
    public Change begin() {
        Pattern pattern = compiled(matches); // Once a pass, not once a document.
        return document ->
                pattern.matcher(document.field(field)).find() == keep ? Optional.of(document) : Optional.empty();
    }

    @Override
    public Optional<Document> apply(Document document) {
        return begin().apply(document);
    }
}
