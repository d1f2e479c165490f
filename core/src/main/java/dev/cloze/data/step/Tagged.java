package dev.cloze.data.step;

import dev.cloze.data.Document;
import dev.cloze.data.LanguageTag;
import java.util.Optional;

/**
 * Says the language of documents.
 *
 * @param language one for all, or the field that says it
 */
public record Tagged(LanguageTag language) implements SingleStep {

    @Override
    public Optional<Document> apply(Document document) {
        String code = language instanceof LanguageTag.Field field
                ? document.field(field.name())
                : ((LanguageTag.Constant) language).code();
        return Optional.of(document.with(Document.LANGUAGE, code));
    }
}
