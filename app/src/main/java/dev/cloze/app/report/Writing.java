package dev.cloze.app.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Says which file could not be written: the system's own message names it only sometimes. */
final class Writing {

    private Writing() {}

    static UncheckedIOException failure(Path file, IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        FileSystemException named = new FileSystemException(file.toString(), null, reason);
        named.initCause(e);
        return new UncheckedIOException(named);
    }
}
