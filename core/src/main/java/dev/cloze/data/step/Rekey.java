package dev.cloze.data.step;

import dev.cloze.data.Document;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fields under new names. Fields that get none are dropped, but for the text and the language.
 *
 * @param oldNames new names with the old ones
 */
public record Rekey(Map<String, String> oldNames) implements SingleStep {

    /** Takes an unmodifiable copy. */
    public Rekey {
        oldNames = Map.copyOf(oldNames);
    }

    @Override
    public Optional<Document> apply(Document document) {
        Document renamed = new Document(document.text(), document.language(), document.source(), Map.of());
        for (Map.Entry<String, String> entry : new TreeMap<>(oldNames).entrySet()) {
            renamed = renamed.with(entry.getKey(), document.field(entry.getValue()));
        }
        return Optional.of(renamed);
    }
}
