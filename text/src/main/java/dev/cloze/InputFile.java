package dev.cloze;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that others name. */
public final class InputFile {

    private InputFile() {}

    /**
     * The size of {@code file}, which must be a regular file: a pipe or a device may never end, or never begin.
     *
     * @throws Refusal if it is something else
     */
    public static long size(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw Refusal.at(
                    file.toString(),
                    "must be a regular file, got %s",
                    Files.isDirectory(file) ? "a folder" : "a pipe or a device");
        }
        return Files.size(file);
    }
}
