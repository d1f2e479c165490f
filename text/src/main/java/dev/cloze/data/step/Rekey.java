package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.data.Document;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fields under new names. Fields that get none are dropped, but for the text and the language.
 */
@Doc("Gives fields new names. Those without one are dropped, but for text and language.")
public record Rekey(
        @Doc("New names with the old ones: { inputs = question, targets = answer }.")
        Map<String, String> fields) implements SingleStep {

    /** Takes an unmodifiable copy. */
    public Rekey {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public Optional<Document> apply(Document document) {
        Document renamed =
                new Document(document.text(), document.language(), document.source(), Map.of(), document.task());
        for (Map.Entry<String, String> entry : new TreeMap<>(fields).entrySet()) {
            renamed = renamed.with(entry.getKey(), document.field(entry.getValue()));
        }
        return Optional.of(renamed);
    }
}
