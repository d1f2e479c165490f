package dev.cloze.app.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What picocli leaves null where nothing was given. */
final class Given {

    private Given() {}

    static List<String> all(@Nullable List<String> given) {
        return given == null ? List.of() : List.copyOf(given);
    }
}
