package dev.cloze.run.file;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cloze.Inline;
import dev.cloze.data.file.FilePattern;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes a run out as a run file with every key: what {@code --check} prints and a run's folder keeps. Text is quoted as JSON
 * has it, which run files read.
 */
public final class RunFileWriter {

    private static final String STEP = "  ";
    private static final String AUTO = "auto";

    private final StringBuilder text = new StringBuilder();

    private RunFileWriter() {}

    /** A run file that reads back as {@code run}, from wherever it lies. */
    public static String write(Record run) {
        RunFileWriter rendering = new RunFileWriter();
        rendering.components(run, "");
        return rendering.text.toString();
    }

    private void components(Object values, String indent) {
        for (RecordComponent component : values.getClass().getRecordComponents()) {
            Object value = value(component, values);
            if (component.isAnnotationPresent(Inline.class)) {
                components(value, indent);
            } else {
                text.append(indent).append(Keys.of(component)).append(isObject(value) ? " " : " = ");
                value(value, component.getGenericType(), indent);
                text.append('\n');
            }
        }
    }

    private void value(Object value, Type declared, String indent) {
        if (value instanceof Optional<?> optional) {
            text.append(optional.map(RunFileWriter::scalar).orElse(AUTO));
        } else if (value instanceof OptionalInt optional) {
            text.append(optional.isPresent() ? optional.getAsInt() : AUTO);
        } else if (value instanceof List<?> list) {
            list(list, of(declared, 0), indent);
        } else if (value instanceof Map<?, ?> map) {
            map(map, of(declared, 1), indent);
        } else if (isObject(value)) {
            text.append("{\n");
            if (declared instanceof Class<?> type && Keys.isFamily(type)) {
                text.append(indent).append(STEP).append("type = ");
                text.append(Keys.word(value.getClass())).append('\n');
            }
            components(value, indent + STEP);
            text.append(indent).append('}');
        } else {
            text.append(scalar(value));
        }
    }

    private static Type of(Type declared, int argument) {
        return ((ParameterizedType) declared).getActualTypeArguments()[argument];
    }

    private void list(List<?> list, Type of, String indent) {
        text.append('[');
        for (Object element : list) {
            text.append('\n').append(indent).append(STEP);
            value(element, of, indent + STEP);
        }
        text.append(list.isEmpty() ? "]" : "\n" + indent + "]");
    }

    private void map(Map<?, ?> map, Type of, String indent) {
        text.append("{\n");
        map.forEach((key, value) -> {
            text.append(indent).append(STEP).append(quote(key.toString())).append(" = ");
            value(value, of, indent + STEP);
            text.append('\n');
        });
        text.append(indent).append('}');
    }

    /** A single value as a run file has it. */
    private static String scalar(Object value) {
        if (value instanceof String string) {
            return quote(string);
        }
        if (value instanceof Path path) {
            return quote(path.toAbsolutePath().normalize().toString());
        }
        if (value instanceof FilePattern files) {
            return quote(files.toString());
        }
        if (value instanceof Duration duration) {
            return duration.toNanos() + " ns";
        }
        return value instanceof Enum<?> constant ? Words.kebab(constant.name()) : quoted(value.toString());
    }

    private static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9.+-]+") ? word : quote(word);
    }

    private static boolean isObject(Object value) {
        return value instanceof Map || (value.getClass().isRecord() && !isSingle(value.getClass()));
    }

    // What a family reads from one word is one word, whichever of its records it is.
    private static boolean isSingle(Class<?> type) {
        return Keys.isSingle(type) || Arrays.stream(type.getInterfaces()).anyMatch(Keys::isSingle);
    }

    private static Object value(RecordComponent component, Object values) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
