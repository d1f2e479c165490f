package dev.cloze.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import dev.cloze.Refusal;
import dev.cloze.app.config.bind.Binder;
import dev.cloze.app.config.bind.Includer;
import dev.cloze.app.config.bind.Overrides;
import dev.cloze.app.config.bind.Place;
import dev.cloze.app.config.bind.Unfolding;
import dev.cloze.run.Training;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Reads run files. */
public final class RunFile {

    /** Definitions for {@code ${define.…}}; the only key whose content is free. */
    private static final String FREE = "define";

    private static final String DEFAULTS = "/dev/cloze/app/defaults.conf";

    private RunFile() {}

    /** The run that a file says, with {@code --set} overrides of the form {@code key=value}. */
    public static Training read(Path file, List<String> overrides) {
        ConfigObject said = resolved(file, new Overrides(overrides));
        if (said.isEmpty()) {
            throw Refusal.at(Place.display(file), "the file is empty; a run needs at least tokenizer and data.sources");
        }
        return bound(said);
    }

    /** The run that overrides alone say. */
    static Training of(List<String> overrides) {
        Overrides all = new Overrides(overrides);
        return bound(all.into(
                all.over(ConfigFactory.empty()).resolve(noEnvironment()).root()));
    }

    private static Training bound(ConfigObject said) {
        Config defaults = defaults();
        ConfigObject types = defaults.getObject("types");
        return new Binder(types).bind(Training.class, said, defaults.root().withoutKey("types"));
    }

    /** The shipped defaults, as their file has them. */
    public static String defaultsText() {
        try (InputStream file = RunFile.class.getResourceAsStream(DEFAULTS)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Config defaults() {
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription("defaults.conf");
        return ConfigFactory.parseString(defaultsText(), options).resolve(noEnvironment());
    }

    private static ConfigObject resolved(Path file, Overrides overrides) {
        try {
            Config whole = overrides.over(Includer.read(file).toConfig());
            Unfolding.check(whole.root(), Place.display(file));
            return overrides.into(whole.resolve(noEnvironment()).root()).withoutKey(FREE);
        } catch (ConfigException e) {
            String place = e.origin() == null ? Place.display(file) : Place.of(e.origin());
            throw Refusal.because(e, place, "%s", reason(e));
        }
    }

    // The library's messages begin with the place and end with advice to its own users.
    private static String reason(ConfigException problem) {
        String message = String.valueOf(problem.getMessage());
        String origin = problem.origin() == null ? "" : problem.origin().description() + ": ";
        String own = message.startsWith(origin) ? message.substring(origin.length()) : message;
        return own.lines().findFirst().orElse("").replaceFirst(" ?\\((if you|perhaps).*", "");
    }

    private static ConfigResolveOptions noEnvironment() {
        return ConfigResolveOptions.defaults().setUseSystemEnvironment(false);
    }
}
