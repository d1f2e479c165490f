package dev.cloze;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the reference implementations computed: the folder of {@code -Dcloze.golden}, or the copy beside the tests. */
public final class Golden {

    private Golden() {}

    /** The folder of one kind, such as {@code training} or {@code models/t5-v1.1}; empty where there is none. */
    public static Optional<Path> folder(String kind) {
        return root().map(root -> root.resolve(kind)).filter(Files::isDirectory);
    }

    private static Optional<Path> root() {
        String given = System.getProperty("cloze.golden", "");
        return given.isBlank() ? checkedIn() : Optional.of(Path.of(given));
    }

    // Every module's tests run in its own folder, and the copy lies in that of the first.
    private static Optional<Path> checkedIn() {
        return Optional.of(Path.of("..", "text", "src", "test", "resources", "golden"))
                .filter(Files::isDirectory);
    }
}
