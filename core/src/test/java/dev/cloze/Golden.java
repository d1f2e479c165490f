package dev.cloze;

import java.net.URISyntaxException;
import java.net.URL;
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

    private static Optional<Path> checkedIn() {
        URL folder = Golden.class.getResource("/golden");
        if (folder == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(folder.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
