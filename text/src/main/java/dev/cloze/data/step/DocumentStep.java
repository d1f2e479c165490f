package dev.cloze.data.step;

import dev.cloze.data.Document;
import java.util.Optional;

/** Changes documents, or leaves some out. */
public sealed interface DocumentStep extends Step permits SingleStep, Deduplicate {

    /** The step at the beginning of a pass. */
    Change begin();

    /** What a step does to the documents of one pass, in their order. */
    @FunctionalInterface
    interface Change {

        /** The document as it goes on; nothing where it is left out. */
        Optional<Document> apply(Document document);

        /** What users are told of the pass at its end; empty where there is nothing to tell. */
        default String summary() {
            return "";
        }
    }
}
