package dev.cloze.app.config.bind;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import dev.cloze.Refusal;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads files and what they include; a name is looked up beside the file that includes it, and must be there. */
public final class Includer implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderClasspath, ConfigIncluderURL {

    private static final int DEEPEST = 20;
    private static final long LARGEST = 1 << 20;

    private final Path file;
    private final int depth;

    private Includer(Path file, int depth) {
        this.file = file;
        this.depth = depth;
    }

    /** The unresolved content of a file. */
    public static ConfigObject read(Path file) {
        return read(file, 0);
    }

    private static ConfigObject read(Path file, int depth) {
        Dialect.check(Place.display(file), text(file));
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setAllowMissing(false)
                .setIncluder(new Includer(file, depth));
        return ConfigFactory.parseFile(file.toFile(), options).root();
    }

    private static String text(Path file) {
        String place = Place.display(file);
        if (!Files.isRegularFile(file)) {
            throw Refusal.at(place, Files.exists(file) ? "is not a file" : "no such file");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw Refusal.at(place, "a run file has at most %d bytes, this one %d", LARGEST, Files.size(file));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw Refusal.because(e, place, "cannot be read as UTF-8 text");
        }
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        Path included = file.resolveSibling(what);
        if (!Files.exists(included)) {
            throw Refusal.at(place(what), "include \"%s\": no such file beside %s", what, file.getFileName());
        }
        if (depth == DEEPEST) {
            throw Refusal.at(
                    place(what), "includes are nested more than %d deep; does a file include itself?", DEEPEST);
        }
        return read(included, depth + 1);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return include(context, what.getPath());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        throw Refusal.at(place(what), "include takes the name of a file, got classpath(\"%s\")", what);
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw Refusal.at(place(what.toString()), "include takes the name of a file, got url(\"%s\")", what);
    }

    // The library does not say on which line an include stands.
    private String place(String what) {
        List<String> lines = text(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("include") && lines.get(i).contains(what)) {
                return "%s: %d".formatted(Place.display(file), i + 1);
            }
        }
        return Place.display(file);
    }
}
