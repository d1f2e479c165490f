package dev.cloze.app.config.bind;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.cloze.Refusal;
import dev.cloze.Suggestion;
import dev.cloze.run.file.Keys;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds HOCON to records: a component by its name in kebab-case, a sealed family by {@code type}, lists, maps and single
 * values. What the file leaves open comes from the defaults; every other missing key, every unknown key and every bad
 * value stops with its place.
 */
public final class Binder {

    private static final ConfigObject NOTHING = ConfigFactory.empty().root();

    private final ConfigObject types;

    /** A binder that takes what a type of a family leaves open from {@code types}: family, then type, then keys. */
    public Binder(ConfigObject types) {
        this.types = types;
    }

    /** A record from what a file says and what is said by default. */
    public <T> T bind(Class<T> type, ConfigObject said, ConfigObject defaults) {
        return type.cast(record(type, new Slot("", said, defaults, said)));
    }

    /**
     * A place to fill.
     *
     * @param key its path from the root
     * @param said what the file says
     * @param otherwise what is said by default
     * @param around what the file says around it, to have a place to name
     */
    private record Slot(
            String key,
            @Nullable ConfigValue said,
            @Nullable ConfigValue otherwise,
            ConfigValue around) {

        /** What counts: the file's word, or else the default. */
        @Nullable ConfigValue value() {
            return said != null ? said : otherwise;
        }

        /** What counts, which must be there. */
        ConfigValue present(String kind) {
            ConfigValue value = value();
            if (value == null || value.valueType() == ConfigValueType.NULL) {
                throw Refusal.at(Place.of(around), "missing key '%s' (%s)", key, kind);
            }
            return value;
        }

        ConfigObject object(@Nullable ConfigValue value) {
            if (value == null) {
                return NOTHING;
            }
            if (value instanceof ConfigObject object) {
                return object;
            }
            throw Refusal.at(Place.of(value), "%s must be an object { … }, got %s", key, value.unwrapped());
        }

        String path(String name) {
            return key.isEmpty() ? name : key + "." + name;
        }

        Slot inside(String name) {
            ConfigValue place = said == null ? around : said;
            return new Slot(
                    path(name), object(said).get(name), object(otherwise).get(name), place);
        }
    }

    private Object bind(Type type, Slot slot) {
        Optional<Class<?>> orAuto = Keys.orAuto(type);
        if (orAuto.isPresent()) {
            return orAuto(orAuto.get(), slot);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            return generic.getRawType() == List.class ? list(of[0], slot) : map(of[1], slot);
        }
        Class<?> raw = (Class<?>) type;
        if (Keys.isFamily(raw)) {
            return family(raw, slot);
        }
        if (Scalars.holds(raw)) {
            return Scalars.read(raw, slot.key(), slot.present(Scalars.name(raw)));
        }
        slot.present("an object { … }");
        return record(raw, slot);
    }

    private static Object orAuto(Class<?> type, Slot slot) {
        ConfigValue value = slot.present("auto or " + Scalars.name(type));
        Optional<Object> read = Scalars.readOrAuto(type, slot.key(), value);
        return type == int.class ? read.stream().mapToInt(Integer.class::cast).max() : read;
    }

    private Object record(Class<?> type, Slot slot) {
        refuseUnknown(slot, Keys.components(type));
        return filled(type, slot);
    }

    private Object filled(Class<?> type, Slot slot) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = Keys.isInline(components[i])
                    ? filled(components[i].getType(), slot)
                    : bind(components[i].getGenericType(), slot.inside(Keys.of(components[i])));
        }
        return construct(type, values, slot);
    }

    private static void refuseUnknown(Slot slot, List<RecordComponent> components) {
        List<String> known = components.stream().map(Keys::of).toList();
        ConfigObject said = slot.object(slot.said());
        for (Map.Entry<String, ConfigValue> entry : said.entrySet()) {
            if (!known.contains(entry.getKey())) {
                List<String> paths = known.stream().map(slot::path).toList();
                String key = slot.path(entry.getKey());
                String place = Place.of(entry.getValue());
                Keys.renamed(entry.getKey(), components).ifPresent(now -> {
                    throw Refusal.at(place, "key '%s' is called '%s' now", key, slot.path(now));
                });
                throw Refusal.at(place, "unknown key '%s'%s", key, Suggestion.of(key, paths));
            }
        }
    }

    private static Object construct(Class<?> type, Object[] values, Slot slot) {
        Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Refusal refusal) {
                String message = keyed(type, String.valueOf(refusal.getMessage()));
                throw Refusal.because(refusal, place(slot, message), "%s", within(slot, message));
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    // A record's own checks begin with the name of the component, so the line of its key is known.
    private static String place(Slot slot, String message) {
        ConfigValue culprit = slot.inside(message.split(" ", 2)[0]).value();
        ConfigValue shown = culprit != null ? culprit : slot.said() != null ? slot.said() : slot.around();
        return Place.of(shown);
    }

    private static String within(Slot slot, String message) {
        return slot.key().isEmpty() ? message : slot.key() + ": " + message;
    }

    private static String keyed(Class<?> type, String message) {
        String[] words = message.split(" ", 2);
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getName().equals(words[0]) && words.length == 2)
                .map(component -> Keys.of(component) + " " + words[1])
                .findFirst()
                .orElse(message);
    }

    private Object family(Class<?> family, Slot slot) {
        Map<String, Class<?>> cases = Keys.cases(family);
        slot.present("an object with type = " + String.join(" | ", cases.keySet()));
        Slot type = slot.inside("type");
        String word =
                String.valueOf(type.present(String.join(" | ", cases.keySet())).unwrapped());
        Class<?> chosen = cases.get(word);
        if (chosen == null) {
            String suggestion = Suggestion.of(word, cases.keySet());
            throw Refusal.at(Place.of(type.present("")), "%s '%s' is unknown%s", type.key(), word, suggestion);
        }
        ConfigObject defaults = open(family, word);
        ConfigValue usual = type.otherwise();
        if (usual != null && word.equals(usual.unwrapped())) {
            defaults = slot.object(slot.otherwise())
                    .withoutKey("type")
                    .withFallback(defaults)
                    .toConfig()
                    .root();
        }
        ConfigObject said = slot.object(slot.said()).withoutKey("type");
        return record(chosen, new Slot(slot.key(), said, defaults, slot.said() == null ? slot.around() : slot.said()));
    }

    private ConfigObject open(Class<?> family, String word) {
        ConfigObject ofFamily = (ConfigObject) types.getOrDefault(Keys.family(family), NOTHING);
        return (ConfigObject) ofFamily.getOrDefault(word, NOTHING);
    }

    private List<Object> list(Type element, Slot slot) {
        ConfigValue value = slot.present("a list [ … ]");
        List<? extends ConfigValue> elements = value instanceof ConfigList many ? many : List.of(value);
        List<Object> bound = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            ConfigValue otherwise = element instanceof Class<?> type ? defaults(type) : null;
            bound.add(bind(element, new Slot(slot.key() + "." + i, elements.get(i), otherwise, value)));
        }
        return List.copyOf(bound);
    }

    private @Nullable ConfigValue defaults(Class<?> element) {
        return element.isRecord() ? types.get(Keys.family(element)) : null;
    }

    private Map<String, Object> map(Type element, Slot slot) {
        Map<String, Object> bound = new LinkedHashMap<>();
        ConfigObject otherwise = slot.object(slot.otherwise());
        otherwise.keySet().forEach(key -> bound.put(key, bind(element, slot.inside(key))));
        slot.object(slot.said()).keySet().forEach(key -> bound.put(key, bind(element, slot.inside(key))));
        return bound;
    }
}
