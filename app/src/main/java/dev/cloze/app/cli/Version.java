package dev.cloze.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What was built: the version of Cloze and of the bindings it was built against. */
final class Version {

    private static final String RESOURCE = "/dev/cloze/app/version.properties";

    private Version() {}

    /** One line for {@code --version}. */
    static String line() {
        Properties built = built();
        return "cloze %s (libtorch bindings %s, Java %s)"
                .formatted(built.getProperty("cloze"), built.getProperty("bindings"), Runtime.version());
    }

    private static Properties built() {
        Properties built = new Properties();
        try (InputStream file = Version.class.getResourceAsStream(RESOURCE)) {
            built.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return built;
    }
}
