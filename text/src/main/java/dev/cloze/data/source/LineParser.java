package dev.cloze.data.source;

import dev.cloze.data.Document;
import dev.cloze.data.file.Lines;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes documents of the lines of files. */
interface LineParser {

    /** A file is entered, at its beginning or behind a document. */
    default void begin(Path file) {}

    /** The document that a line completes, null where it completes none or has no text. */
    @Nullable Document accept(Lines line);

    /** The line given last, or one that was never given, cannot be used: its record is left out. */
    default void reject() {}

    /** The document that the end of the file completes, null where there is none. */
    default @Nullable Document finish() {
        return null;
    }
}
