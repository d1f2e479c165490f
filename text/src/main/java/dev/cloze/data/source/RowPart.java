package dev.cloze.data.source;

import dev.cloze.data.record.DocumentSlots;

/** A file or a query that rows come from, always in the same order. */
interface RowPart {

    /** What messages call it. */
    String place();

    /** What must be the same for a position to be valid. */
    String identity();

    /** Its rows from the first on, read through {@code slots} into documents of {@code source}. */
    Rows open(String source, DocumentSlots slots);

    /** How many rows it has. */
    long count();
}
