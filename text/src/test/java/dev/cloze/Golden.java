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

    /** Whether it is the copy beside the tests. */
    static boolean isCheckedIn() {
        return given().isBlank();
    }

    private static String given() {
        return System.getProperty("cloze.golden", "");
    }

    private static Optional<Path> root() {
        return isCheckedIn() ? checkedIn() : Optional.of(Path.of(given()));
    }

    // Every module's tests run in its own folder, and the copy lies in that of the first.
    private static Optional<Path> checkedIn() {
        return Optional.of(Path.of("..", "text", "src", "test", "resources", "golden"))
                .filter(Files::isDirectory);
    }
}
