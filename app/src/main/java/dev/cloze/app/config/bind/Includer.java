package dev.cloze.app.config.bind;

import com.typesafe.config.Config;
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
import dev.cloze.Shown;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads files and what they include; a name is looked up beside the file that includes it, and must be there. */
public final class Includer implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderClasspath, ConfigIncluderURL {

    private static final int DEEPEST = 20;
    // The parser's time grows with the square of the keys of an object.
    private static final long LARGEST = 1 << 18;
    private static final int MOST = 200;

    private final Path folder;
    private final String place;
    private final String text;
    private final int depth;
    private final AtomicInteger files;

    private Includer(Path folder, String place, String text, int depth, AtomicInteger files) {
        this.folder = folder;
        this.place = place;
        this.text = text;
        this.depth = depth;
        this.files = files;
    }

    /** The unresolved content of a file. */
    public static ConfigObject read(Path file) {
        return read(file, 0, new AtomicInteger());
    }

    /** The unresolved content of what was typed at {@code place}; what it includes lies in the current folder. */
    static Config typed(String text, String place) {
        Dialect.check(place, text);
        Includer includer = new Includer(Path.of(""), place, text, 0, new AtomicInteger());
        ConfigParseOptions options =
                ConfigParseOptions.defaults().setOriginDescription(place).setIncluder(includer);
        return ConfigFactory.parseString(text, options);
    }

    private static ConfigObject read(Path file, int depth, AtomicInteger files) {
        String place = Place.display(file);
        String text = text(file);
        Dialect.check(place, text);
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setAllowMissing(false)
                .setIncluder(new Includer(file.resolveSibling(""), place, text, depth, files));
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
        Path included = included(what);
        if (!Files.exists(included)) {
            String name = place.substring(place.lastIndexOf('/') + 1);
            throw Refusal.at(place(what), "include \"%s\": no such file beside %s", what, name);
        }
        if (files.incrementAndGet() > MOST) {
            throw Refusal.at(place(what), "a run has at most %d includes", MOST);
        }
        if (depth == DEEPEST) {
            throw Refusal.at(
                    place(what), "includes are nested more than %d deep; does a file include itself?", DEEPEST);
        }
        return read(included, depth + 1, files);
    }

    private Path included(String what) {
        try {
            return folder.resolve(what);
        } catch (InvalidPathException e) {
            throw Refusal.because(e, place(what), "include takes the name of a file, got %s", Shown.of(what));
        }
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
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size() && !place.equals(Place.SET); i++) {
            if (lines.get(i).contains("include") && lines.get(i).contains(what)) {
                return "%s: %d".formatted(place, i + 1);
            }
        }
        return place;
    }
}
