package dev.cloze.app.config.bind;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;

/** Where something was written, as errors say it: {@code runs/quickstart.conf: 12} or {@code --set}. */
public final class Place {

    /** The origin of values given on the command line. */
    static final String SET = "--set";

    private Place() {}

    static String of(ConfigValue value) {
        return of(value.origin());
    }

    public static String of(ConfigOrigin origin) {
        String file = origin.filename() == null ? origin.description() : display(Path.of(origin.filename()));
        if (file.startsWith(SET)) {
            return SET;
        }
        return origin.lineNumber() > 0 && origin.filename() != null ? file + ": " + origin.lineNumber() : file;
    }

    /** A path as a user would type it: relative where it lies below the current directory. */
    public static String display(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path whole = file.toAbsolutePath().normalize();
        return whole.startsWith(here) ? here.relativize(whole).toString() : whole.toString();
    }
}
