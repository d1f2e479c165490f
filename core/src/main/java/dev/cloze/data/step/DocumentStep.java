package dev.cloze.data.step;

import dev.cloze.data.Document;
import java.util.Optional;

/** Changes a document, or leaves it out. Depends on nothing but the document. */
public sealed interface DocumentStep permits Filter, LengthFilter, Rekey, Tagged, Template {

    /** The document as it goes on; nothing where it is left out. */
    Optional<Document> apply(Document document);
}
