package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.data.Document;
import java.util.Optional;

/** Says the language of documents. */
@Doc("Says the language of the documents.")
public record Language(
        @Doc("The code of all; empty where a field says it.")
        String code,

        @Doc("The field that says it, where code is empty.") String field)
        implements SingleStep {

    /** Checks that one is said. */
    public Language {
        Refusal.require(
                code.isEmpty() != field.isEmpty(), "either code or field must be said, got '%s' and '%s'", code, field);
        Refusal.require(
                code.isEmpty() || !code.isBlank(), "code must not be blank; und stands for an unknown language");
    }

    @Override
    public Optional<Document> apply(Document document) {
        return Optional.of(document.with(Document.LANGUAGE, code.isEmpty() ? document.field(field) : code));
    }
}
