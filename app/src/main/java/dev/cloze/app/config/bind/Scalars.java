package dev.cloze.app.config.bind;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.cloze.Refusal;
import dev.cloze.Suggestion;
import dev.cloze.data.file.FilePattern;
import dev.cloze.run.file.Keys;
import dev.cloze.run.file.Words;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Single values of a run file: numbers, words, paths, durations and anything with {@code static parse(String)}. */
public final class Scalars {

    private static final String AUTO = "auto";
    private static final String MUST_BE = " must be";

    // The first of each is how a refusal begins: what must be.
    private static final Map<Class<?>, BiFunction<String, ConfigValue, Object>> READERS = Map.of(
            int.class, (must, value) -> (int) whole(must, value, Integer.MIN_VALUE, Integer.MAX_VALUE),
            long.class, (must, value) -> whole(must, value, Long.MIN_VALUE, Long.MAX_VALUE),
            double.class, Scalars::number,
            boolean.class, Scalars::truth,
            String.class, (must, value) -> text(value),
            Path.class, Scalars::path,
            FilePattern.class, Scalars::pattern,
            Duration.class, Scalars::duration);

    private Scalars() {}

    /** Whether values of that type are single. */
    public static boolean holds(Class<?> type) {
        return Keys.isSingle(type);
    }

    /** Reads {@code value} as {@code type}; {@code key} is named in errors. */
    static Object read(Class<?> type, String key, ConfigValue value) {
        requireSingle(type, key, value);
        return read(type, key + MUST_BE, List.of(), value);
    }

    /** As {@link #read}, where {@code auto} leaves the choice to the program: empty then. */
    static Optional<Object> readOrAuto(Class<?> type, String key, ConfigValue value) {
        requireSingle(type, key, value);
        return text(value).equals(AUTO)
                ? Optional.empty()
                : Optional.of(read(type, key + MUST_BE + " auto or", List.of(AUTO), value));
    }

    private static Object read(Class<?> type, String must, List<String> more, ConfigValue value) {
        BiFunction<String, ConfigValue, Object> reader = READERS.get(plain(type));
        if (reader != null) {
            return reader.apply(must, value);
        }
        return Keys.parser(type)
                .map(parser -> parsed(parser, must, value))
                .orElseGet(() -> constant(type, must, more, value));
    }

    private static void requireSingle(Class<?> type, String key, ConfigValue value) {
        if (value.valueType() == ConfigValueType.OBJECT || value.valueType() == ConfigValueType.LIST) {
            String got = value.valueType() == ConfigValueType.LIST ? "a list" : "an object";
            throw Refusal.at(Place.of(value), "%s must be %s, got %s", key, name(type), got);
        }
    }

    // Integer is int.
    private static Class<?> plain(Class<?> type) {
        return MethodType.methodType(type).unwrap().returnType();
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
                .getOrDefault(plain(type), "text");
    }

    public static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Words.kebab(((Enum<?>) constant).name()))
                .toList();
    }

    private static String text(ConfigValue value) {
        return String.valueOf(value.unwrapped());
    }

    private static long whole(String must, ConfigValue value, long least, long most) {
        String text = text(value).replaceAll("(?<=[0-9])_(?=[0-9])", "");
        try {
            long number = text.matches("[+-]?[0-9]+") ? Long.parseLong(text) : exact(Double.parseDouble(text));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw Refusal.because(e, Place.of(value), "%s a whole number, got %s", must, shown(value));
        }
        throw Refusal.at(Place.of(value), "%s between %d and %d, got %s", must, least, most, shown(value));
    }

    private static long exact(double number) {
        if (number != Math.rint(number) || Math.abs(number) > 1e15) {
            throw new ArithmeticException();
        }
        return (long) number;
    }

    private static double number(String must, ConfigValue value) {
        try {
            double number = Double.parseDouble(text(value).replaceAll("(?<=[0-9])_(?=[0-9])", ""));
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Refusal.because(e, Place.of(value), "%s a number, got %s", must, shown(value));
        }
        throw Refusal.at(Place.of(value), "%s a finite number, got %s", must, shown(value));
    }

    private static boolean truth(String must, ConfigValue value) {
        return switch (text(value)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Refusal.at(Place.of(value), "%s true or false, got %s", must, shown(value));
        };
    }

    // Beside the file that says it, so that a run file means the same from wherever it is started.
    private static Path path(String must, ConfigValue value) {
        Path written = valid(must, value);
        String file = value.origin().filename();
        return file == null ? written : Path.of(file).resolveSibling(written).normalize();
    }

    private static Path valid(String must, ConfigValue value) {
        if (text(value).isBlank()) {
            throw Refusal.at(Place.of(value), "%s a path, got %s", must, shown(value));
        }
        try {
            return Path.of(text(value));
        } catch (InvalidPathException e) {
            throw Refusal.because(e, Place.of(value), "%s a path, got %s", must, shown(value));
        }
    }

    private static FilePattern pattern(String must, ConfigValue value) {
        valid(must, value);
        String file = value.origin().filename();
        return new FilePattern(file == null ? Path.of("") : Path.of(file).resolveSibling(""), text(value));
    }

    private static Duration duration(String must, ConfigValue value) {
        try {
            return value.atKey("value").getDuration("value");
        } catch (ConfigException e) {
            throw Refusal.because(e, Place.of(value), "%s %s, got %s", must, name(Duration.class), shown(value));
        }
    }

    private static Object constant(Class<?> type, String must, List<String> more, ConfigValue value) {
        List<String> words = words(type);
        int index = words.indexOf(text(value).replace('_', '-').toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw Refusal.at(
                    Place.of(value),
                    "%s %s, got %s%s",
                    must,
                    String.join(" | ", words),
                    shown(value),
                    Suggestion.of(
                            text(value),
                            Stream.concat(more.stream(), words.stream()).toList()));
        }
        return type.getEnumConstants()[index];
    }

    private static Object parsed(Method parser, String must, ConfigValue value) {
        try {
            return parser.invoke(null, text(value));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw Refusal.because(
                        refusal, Place.of(value), "%s", joined(must, String.valueOf(refusal.getMessage())));
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    // "threads must be auto or" and "must be a number" meet in the middle.
    private static String joined(String must, String message) {
        String rule = MUST_BE.strip() + " ";
        return message.startsWith(rule)
                ? must + " " + message.substring(rule.length())
                : must.substring(0, must.indexOf(MUST_BE)) + " " + message;
    }

    private static String shown(ConfigValue value) {
        return "'" + text(value) + "'";
    }
}
