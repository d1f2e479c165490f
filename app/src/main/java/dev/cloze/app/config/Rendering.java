package dev.cloze.app.config;

import com.typesafe.config.ConfigUtil;
import dev.cloze.app.config.bind.FilePattern;
import dev.cloze.app.config.bind.Scalars;
import dev.cloze.app.config.bind.Words;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Writes a run out as a run file with every key: what {@code --check} prints and a run's folder keeps. */
public final class Rendering {

    private static final String STEP = "  ";

    private final StringBuilder text = new StringBuilder();

    private Rendering() {}

    /** A run file that reads back as {@code run}, from wherever it lies. */
    public static String of(Run run) {
        Rendering rendering = new Rendering();
        rendering.components(run, "");
        return rendering.text.toString();
    }

    private void components(Object values, String indent) {
        for (RecordComponent component : values.getClass().getRecordComponents()) {
            text.append(indent).append(Words.kebab(component.getName()));
            Object value = value(component, values);
            if (!isObject(value)) {
                text.append(" =");
            }
            text.append(' ');
            value(value, indent);
            text.append('\n');
        }
    }

    private void value(Object value, String indent) {
        if (value instanceof List<?> list) {
            list(list, indent);
        } else if (value instanceof Map<?, ?> map) {
            map(map, indent);
        } else if (isObject(value)) {
            text.append("{\n");
            if (isCase(value)) {
                text.append(indent).append(STEP).append("type = ");
                text.append(Words.kebab(value.getClass().getSimpleName())).append('\n');
            }
            components(value, indent + STEP);
            text.append(indent).append('}');
        } else {
            text.append(scalar(value));
        }
    }

    private void list(List<?> list, String indent) {
        text.append('[');
        for (Object element : list) {
            text.append('\n').append(indent).append(STEP);
            value(element, indent + STEP);
        }
        text.append(list.isEmpty() ? "]" : "\n" + indent + "]");
    }

    private void map(Map<?, ?> map, String indent) {
        text.append("{\n");
        map.forEach((key, value) -> {
            text.append(indent)
                    .append(STEP)
                    .append(ConfigUtil.quoteString(key.toString()))
                    .append(" = ");
            value(value, indent + STEP);
            text.append('\n');
        });
        text.append(indent).append('}');
    }

    /** A single value as a run file has it. */
    static String scalar(Object value) {
        if (value instanceof String string) {
            return ConfigUtil.quoteString(string);
        }
        if (value instanceof Path path) {
            return ConfigUtil.quoteString(path.toAbsolutePath().normalize().toString());
        }
        if (value instanceof FilePattern files) {
            return ConfigUtil.quoteString(files.toString());
        }
        if (value instanceof Duration duration) {
            return duration.toNanos() + " ns";
        }
        return value instanceof Enum<?> constant ? Words.kebab(constant.name()) : quoted(value.toString());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9.+-]+") ? word : ConfigUtil.quoteString(word);
    }

    private static boolean isObject(Object value) {
        return value instanceof Map || (value.getClass().isRecord() && !Scalars.holds(value.getClass()));
    }

    private static boolean isCase(Object value) {
        for (Class<?> type : value.getClass().getInterfaces()) {
            if (type.isSealed()) {
                return true;
            }
        }
        return false;
    }

    static Object value(RecordComponent component, Object values) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
