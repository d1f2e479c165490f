package dev.cloze.app.config.bind;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.cloze.Refusal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Single values of a run file: numbers, words, paths, durations and anything with {@code static parse(String)}. */
public final class Scalars {

    private static final Map<Class<?>, BiFunction<String, ConfigValue, Object>> READERS = Map.of(
            int.class, (key, value) -> (int) whole(key, value, Integer.MIN_VALUE, Integer.MAX_VALUE),
            long.class, (key, value) -> whole(key, value, Long.MIN_VALUE, Long.MAX_VALUE),
            double.class, Scalars::number,
            boolean.class, Scalars::truth,
            String.class, (key, value) -> text(value),
            Path.class, (key, value) -> path(value),
            FilePattern.class, (key, value) -> pattern(value),
            Duration.class, Scalars::duration);

    private Scalars() {}

    /** Whether values of that type are single. */
    public static boolean holds(Class<?> type) {
        return READERS.containsKey(type) || type.isEnum() || parser(type) != null;
    }

    /** Reads {@code value} as {@code type}; {@code key} is named in errors. */
    static Object read(Class<?> type, String key, ConfigValue value) {
        if (value.valueType() == ConfigValueType.OBJECT || value.valueType() == ConfigValueType.LIST) {
            String got = value.valueType() == ConfigValueType.LIST ? "a list" : "an object";
            throw Refusal.at(Place.of(value), "%s must be %s, got %s", key, name(type), got);
        }
        BiFunction<String, ConfigValue, Object> reader = READERS.get(type);
        if (reader != null) {
            return reader.apply(key, value);
        }
        Method parser = parser(type);
        return parser == null ? constant(type, key, value) : parsed(parser, key, value);
    }

    /** What to call values of that type in documents and errors. */
    static String name(Class<?> type) {
        if (type.isEnum()) {
            return String.join(" | ", words(type));
        }
        return Map.<Class<?>, String>of(
                        int.class, "a whole number",
                        long.class, "a whole number",
                        double.class, "a number",
                        boolean.class, "true or false",
                        Path.class, "a path",
                        FilePattern.class, "a file or pattern",
                        Duration.class, "a duration such as 30 s or 10 min")
                .getOrDefault(type, "text");
    }

    public static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Words.kebab(((Enum<?>) constant).name()))
                .toList();
    }

    private static String text(ConfigValue value) {
        return String.valueOf(value.unwrapped());
    }

    private static long whole(String key, ConfigValue value, long least, long most) {
        String text = text(value).replaceAll("(?<=[0-9])_(?=[0-9])", "");
        try {
            long number = text.matches("[+-]?[0-9]+") ? Long.parseLong(text) : exact(Double.parseDouble(text));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw Refusal.because(e, Place.of(value), "%s must be a whole number, got %s", key, shown(value));
        }
        throw Refusal.at(Place.of(value), "%s must be between %d and %d, got %s", key, least, most, shown(value));
    }

    private static long exact(double number) {
        if (number != Math.rint(number) || Math.abs(number) > 1e15) {
            throw new ArithmeticException();
        }
        return (long) number;
    }

    private static double number(String key, ConfigValue value) {
        try {
            double number = Double.parseDouble(text(value).replaceAll("(?<=[0-9])_(?=[0-9])", ""));
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Refusal.because(e, Place.of(value), "%s must be a number, got %s", key, shown(value));
        }
        throw Refusal.at(Place.of(value), "%s must be a finite number, got %s", key, shown(value));
    }

    private static boolean truth(String key, ConfigValue value) {
        return switch (text(value)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Refusal.at(Place.of(value), "%s must be true or false, got %s", key, shown(value));
        };
    }

    // Beside the file that says it, so that a run file means the same from wherever it is started.
    private static Path path(ConfigValue value) {
        Path written = Path.of(text(value));
        String file = value.origin().filename();
        return file == null ? written : Path.of(file).resolveSibling(written).normalize();
    }

    private static FilePattern pattern(ConfigValue value) {
        String file = value.origin().filename();
        return new FilePattern(file == null ? Path.of("") : Path.of(file).resolveSibling(""), text(value));
    }

    private static Duration duration(String key, ConfigValue value) {
        try {
            return value.atKey("value").getDuration("value");
        } catch (ConfigException e) {
            throw Refusal.because(e, Place.of(value), "%s must be %s, got %s", key, name(Duration.class), shown(value));
        }
    }

    private static Object constant(Class<?> type, String key, ConfigValue value) {
        List<String> words = words(type);
        int index = words.indexOf(text(value));
        if (index < 0) {
            throw Refusal.at(
                    Place.of(value),
                    "%s must be %s, got %s%s",
                    key,
                    String.join(" | ", words),
                    shown(value),
                    Words.suggestion(text(value), words));
        }
        return type.getEnumConstants()[index];
    }

    private static Object parsed(Method parser, String key, ConfigValue value) {
        try {
            return parser.invoke(null, text(value));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw Refusal.because(refusal, Place.of(value), "%s %s", key, String.valueOf(refusal.getMessage()));
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Method parser(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("parse") && method.getReturnType() == type)
                .filter(method -> method.getParameterCount() == 1)
                .findFirst()
                .orElse(null);
    }

    private static String shown(ConfigValue value) {
        return "'" + text(value) + "'";
    }
}
