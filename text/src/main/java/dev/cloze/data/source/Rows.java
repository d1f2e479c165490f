package dev.cloze.data.source;

import dev.cloze.data.Document;
import dev.cloze.data.record.BadRecord;
import org.jspecify.annotations.Nullable;

/** Rows of a table, one after the other. */
interface Rows extends AutoCloseable {

    /** Moves to the next row; false at the end. */
    boolean advance();

    /** This row's document, null where its text is blank; a {@link BadRecord} where it has none. */
    @Nullable Document document();

    @Override
    void close();
}
