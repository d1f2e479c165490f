package dev.cloze.app.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import dev.cloze.Doc;
import dev.cloze.app.config.bind.Scalars;
import dev.cloze.run.Training;
import dev.cloze.run.file.Keys;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the list of all keys, {@code docs/runfile.md}, from the records and the defaults that are shipped. */
public final class Reference {

    private static final String HEADER = "\n| key | default | unit | meaning |\n|---|---|---|---|\n";

    private final ConfigObject defaults = RunFile.defaults().root();
    private final StringBuilder text = new StringBuilder();
    private final Set<Class<?>> families = new LinkedHashSet<>();
    private final List<RecordComponent> sections = new ArrayList<>();

    private Reference() {}

    /** The tables, in Markdown. */
    public static String markdown() {
        Reference reference = new Reference();
        reference.text.append("## All keys\n").append(HEADER);
        for (RecordComponent component : Keys.components(Training.class)) {
            reference.row(component, Keys.of(component), reference.defaults);
        }
        reference.sections();
        reference.families();
        return reference.text.toString();
    }

    private void sections() {
        for (RecordComponent section : sections) {
            String key = Keys.of(section);
            text.append("\n## ")
                    .append(key)
                    .append("\n\n")
                    .append(doc(section).value())
                    .append('\n')
                    .append(HEADER);
            ConfigObject inside = (ConfigObject) defaults.getOrDefault(key, defaults.withOnlyKey(""));
            for (RecordComponent component : Keys.components(section.getType())) {
                row(component, key + "." + Keys.of(component), inside);
            }
        }
    }

    private void families() {
        Set<Class<?>> written = new LinkedHashSet<>();
        while (!written.containsAll(families)) {
            for (Class<?> family : List.copyOf(families)) {
                if (written.add(family)) {
                    family(family);
                }
            }
        }
    }

    private void family(Class<?> family) {
        String name = Keys.family(family);
        text.append("\n## Types of ").append(name).append('\n');
        Keys.cases(family).forEach((word, type) -> {
            text.append("\n### type = ")
                    .append(word)
                    .append("\n\n")
                    .append(type.getAnnotation(Doc.class).value());
            table(type, at(at(defaults.get("types"), name), word));
        });
    }

    private void table(Class<?> type, @Nullable ConfigValue open) {
        text.append('\n');
        if (!Keys.components(type).isEmpty()) {
            text.append(HEADER);
        }
        for (RecordComponent component : Keys.components(type)) {
            row(component, Keys.of(component), open);
        }
    }

    private void row(RecordComponent component, String key, @Nullable ConfigValue open) {
        Doc doc = doc(component);
        text.append("| `").append(key).append("` | ");
        text.append(defaultOf(component, open)).append(" | ").append(doc.unit()).append(" | ");
        text.append(doc.value()).append(kind(component)).append(" |\n");
    }

    private static String defaultOf(RecordComponent component, @Nullable ConfigValue open) {
        ConfigValue value = at(open, Keys.of(component));
        if (value instanceof ConfigObject object && object.containsKey("type")) {
            return "`" + object.get("type").unwrapped() + "`";
        }
        if (value instanceof ConfigObject) {
            return "";
        }
        if (value instanceof ConfigList list && list.isEmpty()) {
            return "none";
        }
        return value == null
                ? "must be said"
                : "`" + value.render(ConfigRenderOptions.concise()).replaceAll("^\"(.+)\"$", "$1") + "`";
    }

    // What a value looks like, and where its own keys are listed.
    private String kind(RecordComponent component) {
        Type generic = component.getGenericType();
        Optional<Class<?>> orAuto = Keys.orAuto(generic);
        if (orAuto.isPresent()) {
            return orAuto.get().isEnum() ? " `auto`, " + words(orAuto.get()) : "";
        }
        boolean many = generic instanceof ParameterizedType;
        Class<?> type =
                (Class<?>) (generic instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : generic);
        if (Keys.isFamily(type)) {
            families.add(type);
            String name = Keys.family(type);
            return " %s of [%s](#types-of-%s).".formatted(many ? "A list" : "One", name, name);
        }
        if (type.isRecord() && !Scalars.holds(type)) {
            return section(component, type, many);
        }
        return type.isEnum() ? " " + words(type) : "";
    }

    private static String words(Class<?> type) {
        return "`" + String.join("`, `", Scalars.words(type)) + "`.";
    }

    private String section(RecordComponent component, Class<?> type, boolean many) {
        if (!many) {
            sections.add(component);
            return " See [below](#%s).".formatted(Keys.of(component));
        }
        List<String> keys = new ArrayList<>();
        for (RecordComponent inner : Keys.components(type)) {
            keys.add("`" + Keys.of(inner) + "`: " + doc(inner).value() + kind(inner));
        }
        return " A list of objects. " + String.join(" ", keys);
    }

    private static @Nullable ConfigValue at(@Nullable ConfigValue object, String key) {
        return object instanceof ConfigObject whole ? whole.get(key) : null;
    }

    private static Doc doc(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        if (doc == null) {
            throw new IllegalStateException(component + " has no @Doc");
        }
        return doc;
    }
}
