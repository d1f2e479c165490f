package dev.cloze.app.config.bind;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.cloze.Refusal;
import java.util.IdentityHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the references of a run file unfold to, reckoned before they are followed: ten lines that each name the line
 * before twice make a thousand of the first.
 *
 * <pre>
 * a = [1, 2]
 * b = [${a}, ${a}]
 * c = [${b}, ${b}]     four times a
 * </pre>
 */
public final class Unfolding {

    private static final long LARGEST = 1 << 22;
    private static final int DEEPEST = 200;
    private static final int MOST_LOOPS = 20;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\??([^}]*)}");

    private final ConfigObject root;
    private final String place;
    private final IdentityHashMap<ConfigValue, Size> known = new IdentityHashMap<>();
    private final IdentityHashMap<ConfigValue, Boolean> open = new IdentityHashMap<>();

    private Unfolding(ConfigObject root, String place) {
        this.root = root;
        this.place = place;
    }

    /** Refuses {@code root}, whose references are not followed yet, if it would become too large or nest too deep. */
    public static void check(ConfigObject root, String place) {
        Unfolding unfolding = new Unfolding(root, place);
        unfolding.checked(unfolding.size(root));
    }

    /**
     * What a value unfolds to.
     *
     * @param characters at most so many when written out
     * @param loops references back to an earlier value of the same key, each of which at most doubles the whole
     * @param depth objects, lists and references inside one another
     */
    private record Size(long characters, int loops, int depth) {

        Size with(Size referred) {
            return new Size(
                    Math.min(LARGEST + 1, characters + referred.characters),
                    Math.min(MOST_LOOPS + 1, loops + referred.loops),
                    Math.max(depth, referred.depth));
        }
    }

    private Size checked(Size size) {
        if (size.loops > MOST_LOOPS || size.characters << size.loops > LARGEST) {
            throw Refusal.at(place, "what its ${…} unfold to has more than %d characters", LARGEST);
        }
        if (size.depth > DEEPEST) {
            throw Refusal.at(place, "its objects, lists and ${…} are nested more than %d deep", DEEPEST);
        }
        return size;
    }

    private Size size(ConfigValue value) {
        Size before = known.get(value);
        if (before != null) {
            return before;
        }
        if (open.putIfAbsent(value, true) != null) {
            return new Size(0, 1, 0);
        }
        if (open.size() > DEEPEST) {
            throw Refusal.at(place, "its ${…} refer to one another more than %d deep", DEEPEST);
        }
        String text = value.render(ConfigRenderOptions.concise());
        Size referred = new Size(text.length(), 0, 0);
        for (Matcher reference = REFERENCE.matcher(text); reference.find(); ) {
            ConfigValue named = named(reference.group(1));
            referred = named == null ? referred : referred.with(size(named));
        }
        Size whole = checked(new Size(referred.characters, referred.loops, referred.depth + nesting(text)));
        open.remove(value);
        known.put(value, whole);
        return whole;
    }

    // The value at a path, or what it lies in where that has references of its own.
    private @Nullable ConfigValue named(String path) {
        ConfigValue found = root;
        try {
            for (String key : ConfigUtil.splitPath(path)) {
                ConfigValue inside = found instanceof ConfigObject object ? object.get(key) : found;
                if (inside == null) {
                    return null;
                }
                found = inside;
            }
        } catch (ConfigException.NotResolved e) {
            return found;
        } catch (ConfigException.BadPath e) {
            return null; // a text in quotation marks that only looks like a reference
        }
        return found;
    }

    private static int nesting(String text) {
        int depth = 0;
        int deepest = 1;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            depth += character == '{' || character == '[' ? 1 : character == '}' || character == ']' ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }
}
