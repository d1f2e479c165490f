package dev.cloze.app.config.bind;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.cloze.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code --set key=value} of a command. A number in the key counts the elements of a list from 0:
 * {@code data.sources.0.files=/data/*.jsonl}.
 */
public final class Overrides {

    private final List<List<String>> keys = new ArrayList<>();
    private final List<ConfigValue> values = new ArrayList<>();

    /** The overrides in the order given; later ones win. */
    public Overrides(List<String> words) {
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw Refusal.at(Place.SET, "expected key=value, got '%s'", word);
            }
            keys.add(path(word.substring(0, equals).strip()));
            values.add(value(word.substring(equals + 1).strip()));
        }
    }

    /** Puts those that reach no list in the place of what {@code file} says, so that {@code ${…}} sees them. */
    public Config over(Config file) {
        Config changed = file;
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).stream().noneMatch(Overrides::isIndex)) {
                String key = ConfigUtil.joinPath(keys.get(i));
                changed = values.get(i).atPath(key).withFallback(changed.withoutPath(key));
            }
        }
        return changed;
    }

    /** Puts those that reach into lists into {@code resolved}. */
    public ConfigObject into(ConfigObject resolved) {
        ConfigValue changed = resolved;
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).stream().anyMatch(Overrides::isIndex)) {
                changed = replace(changed, keys.get(i), 0, resolved(values.get(i)));
            }
        }
        return (ConfigObject) changed;
    }

    private static ConfigValue replace(@Nullable ConfigValue in, List<String> path, int depth, ConfigValue value) {
        if (depth == path.size()) {
            return value;
        }
        String key = path.get(depth);
        if (in instanceof ConfigList list && isIndex(key)) {
            List<ConfigValue> elements = new ArrayList<>(list);
            int index = Integer.parseInt(key);
            if (index >= elements.size()) {
                String whole = String.join(".", path.subList(0, depth));
                throw Refusal.at(Place.SET, "%s has %d elements counted from 0, got %s", whole, elements.size(), key);
            }
            elements.set(index, replace(elements.get(index), path, depth + 1, value));
            return ConfigValueFactory.fromIterable(elements).withOrigin(in.origin());
        }
        if (in instanceof ConfigObject object) {
            return object.withValue(key, replace(object.get(key), path, depth + 1, value));
        }
        throw Refusal.at(Place.SET, "there is no list at %s", String.join(".", path.subList(0, depth)));
    }

    private static ConfigValue resolved(ConfigValue value) {
        if (!value.atKey("value").isResolved()) {
            throw Refusal.at(Place.SET, "what is set within a list cannot refer to ${…}");
        }
        return value;
    }

    private static boolean isIndex(String key) {
        return key.matches("[0-9]{1,6}");
    }

    private static List<String> path(String key) {
        Dialect.check(Place.SET, key);
        try {
            return ConfigUtil.splitPath(key);
        } catch (ConfigException e) {
            throw Refusal.because(e, Place.SET, "'%s' is no key", key);
        }
    }

    // Plain words need no quotes on the command line: only lists, objects and quoted strings are HOCON.
    private static ConfigValue value(String text) {
        if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
            try {
                ConfigObject typed =
                        Includer.typed("value = " + text, Place.SET).root();
                ConfigValue value = typed.get("value");
                if (value != null && typed.size() == 1) {
                    return value;
                }
                throw Refusal.at(Place.SET, "'%s' is more than one list, object or quoted text", text);
            } catch (ConfigException e) {
                throw Refusal.because(e, Place.SET, "'%s' is no list, object or quoted text", text);
            }
        }
        return ConfigValueFactory.fromAnyRef(text, Place.SET);
    }
}
