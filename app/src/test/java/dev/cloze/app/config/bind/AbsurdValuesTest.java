package dev.cloze.app.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import dev.cloze.Refusal;
import dev.cloze.app.config.RunFile;
import dev.cloze.run.Hardware;
import dev.cloze.run.Training;
import dev.cloze.run.file.Keys;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every key that a run file can have, with values that nobody means. */
@Timeout(60)
class AbsurdValuesTest {

    private static final Config DEFAULTS = ConfigFactory.parseString(RunFile.defaultsText());
    private static final ConfigObject TYPES = DEFAULTS.getObject("types");
    private static final String ACCEPTED = "accepted";
    private static final String REFUSED = "refused";
    private static final String EMPTY = "\"\"";

    /** An exponent that falls, by its contract; an offset into random numbers. */
    private static final String[] BELOW_ZERO = {"AdafactorHuggingFace.decay-rate", "TrainingSteps.seed"};

    /** Text of no language; a field that is written empty. */
    private static final String[] EMPTY_TEXTS = {"PlainText.language", "Megatron.language", "Template.text"};

    /** What records need that have no use for the first sample of each kind. */
    private static final Map<String, Map<String, String>> SAMPLES = Map.of(
            "Data", Map.of("sources", "[{ type = json-lines, name = a, files = a }]"),
            "Vlm", Map.of("tasks", "{ a = 3 }"),
            "AllMatch", Map.of("labels", "[a, b]"),
            "F1", Map.of("labels", "[a, b]"));

    private static final String MOST = Integer.toString(Integer.MAX_VALUE);

    /** A record that can be bound, with what it needs and what is otherwise said. */
    private record Place(Class<?> type, Map<String, String> needed, ConfigObject otherwise) {

        Object bind(String key, String value) {
            Map<String, String> said = new LinkedHashMap<>(needed);
            said.put(key, value);
            StringBuilder text = new StringBuilder();
            said.forEach(
                    (name, word) -> text.append(name).append(" = ").append(word).append('\n'));
            return new Binder(TYPES)
                    .bind(type, ConfigFactory.parseString(text.toString()).root(), otherwise);
        }

        boolean usuallyEmpty(String key) {
            return otherwise.containsKey(key) && "".equals(otherwise.get(key).unwrapped());
        }
    }

    private final Map<Class<?>, Place> places = new LinkedHashMap<>();

    AbsurdValuesTest() {
        for (RecordComponent section : Keys.components(Training.class)) {
            String key = Keys.of(section);
            ConfigObject otherwise = DEFAULTS.root().get(key) instanceof ConfigObject object
                    ? object
                    : ConfigFactory.empty().root();
            visit(section.getGenericType(), otherwise);
        }
        visit(Hardware.class, DEFAULTS.root());
    }

    private void visit(Type type, ConfigObject otherwise) {
        if (type instanceof ParameterizedType generic) {
            for (Type inner : generic.getActualTypeArguments()) {
                visit(inner, inner instanceof Class<?> plain ? usual(plain) : otherwise);
            }
            return;
        }
        Class<?> plain = (Class<?>) type;
        if (Keys.isFamily(plain)) {
            Keys.cases(plain).forEach((word, chosen) -> place(chosen, open(plain, word)));
        } else if (plain.isRecord() && !Scalars.holds(plain)) {
            place(plain, otherwise);
        }
    }

    private static ConfigObject usual(Class<?> element) {
        return (ConfigObject)
                TYPES.getOrDefault(Keys.family(element), ConfigFactory.empty().root());
    }

    private static ConfigObject open(Class<?> family, String word) {
        ConfigObject types = (ConfigObject)
                TYPES.getOrDefault(Keys.family(family), ConfigFactory.empty().root());
        return (ConfigObject) types.getOrDefault(word, ConfigFactory.empty().root());
    }

    private void place(Class<?> record, ConfigObject otherwise) {
        if (places.containsKey(record)) {
            return;
        }
        Map<String, String> needed = new LinkedHashMap<>();
        places.put(record, new Place(record, needed, otherwise));
        for (RecordComponent component : Keys.components(record)) {
            String key = Keys.of(component);
            if (!otherwise.containsKey(key)) {
                needed.put(key, sample(component.getGenericType()));
            }
            ConfigObject inside = otherwise.get(key) instanceof ConfigObject object
                    ? object
                    : ConfigFactory.empty().root();
            visit(component.getGenericType(), inside);
        }
        needed.putAll(SAMPLES.getOrDefault(record.getSimpleName(), Map.of()));
    }

    private static String sample(Type type) {
        if (type instanceof ParameterizedType generic) {
            String element = sample(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]);
            return generic.getRawType() == List.class
                    ? "[" + element + "]"
                    : generic.getRawType() == Map.class ? "{ a = " + element + " }" : element;
        }
        Class<?> plain = (Class<?>) type;
        if (Keys.isFamily(plain)) {
            Map.Entry<String, Class<?>> first =
                    Keys.cases(plain).entrySet().iterator().next();
            return "{ type = " + first.getKey() + needs(first.getValue(), open(plain, first.getKey())) + " }";
        }
        if (plain.isEnum()) {
            return Scalars.words(plain).get(0);
        }
        if (plain.isRecord() && !Scalars.holds(plain)) {
            return "{ " + needs(plain, usual(plain)) + " }";
        }
        return word(plain);
    }

    private static String word(Class<?> plain) {
        return plain == boolean.class ? "true" : plain == Duration.class ? "1 s" : isNumber(plain) ? "1" : "a";
    }

    private static String needs(Class<?> record, ConfigObject otherwise) {
        StringBuilder text = new StringBuilder();
        for (RecordComponent component : Keys.components(record)) {
            if (!otherwise.containsKey(Keys.of(component))) {
                text.append(", ").append(Keys.of(component)).append(" = ").append(sample(component.getGenericType()));
            }
        }
        return text.toString();
    }

    private static boolean isNumber(Class<?> type) {
        return Set.of(int.class, long.class, double.class, Integer.class, Double.class, OptionalInt.class)
                .contains(type);
    }

    private static Class<?> single(Type type) {
        if (type instanceof ParameterizedType generic) {
            return single(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]);
        }
        return type == OptionalInt.class ? int.class : (Class<?>) type;
    }

    private static List<String> absurd(Class<?> type) {
        if (!Scalars.holds(type)) {
            return List.of();
        }
        return isNumber(type)
                ? List.of("-1", "0", MOST, "1e300", "-1e-300", "NaN", "Infinity", "\"\"")
                : List.of("\"\"", "\"\\u0000\"");
    }

    /** A key of a record with one of the values, and what became of it. */
    private record Tried(String name, String key, Class<?> type, Place place, String value) {

        String outcome() {
            try {
                place.bind(key, value);
                return ACCEPTED;
            } catch (Refusal e) {
                String message = String.valueOf(e.getMessage());
                boolean named = Keys.components(place.type()).stream()
                        .anyMatch(component -> message.contains(Keys.of(component)));
                return named && !message.contains("\n") ? REFUSED : message;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                return e.toString();
            }
        }
    }

    private List<Tried> tried() {
        List<Tried> tried = new ArrayList<>();
        for (Place place : places.values()) {
            for (RecordComponent component : Keys.components(place.type())) {
                Class<?> single = single(component.getGenericType());
                String key = Keys.of(component);
                String name = place.type().getName().replaceFirst(".*[.$]", "") + "." + key;
                absurd(single).forEach(value -> tried.add(new Tried(name, key, single, place, value)));
            }
        }
        return tried;
    }

    @Test
    void every_absurd_value_means_something_or_is_refused_in_one_line_that_names_the_key() {
        List<Tried> tried = tried();
        assertThat(tried.size()).isGreaterThan(1000);
        assertThat(tried.stream()
                        .map(one -> one.name() + " = " + one.value() + ": " + one.outcome())
                        .filter(line -> !line.endsWith(": " + ACCEPTED) && !line.endsWith(": " + REFUSED)))
                .isEmpty();
    }

    @Test
    void what_is_no_number_or_below_zero_is_refused_but_where_it_means_something() {
        assertThat(tried())
                .filteredOn(one ->
                        isNumber(one.type()) && !List.of("0", MOST, "1e300").contains(one.value()))
                .filteredOn(one -> one.outcome().equals(ACCEPTED))
                .extracting(Tried::name)
                .containsOnly(BELOW_ZERO);
    }

    @Test
    void empty_texts_are_refused_but_where_they_mean_something() {
        assertThat(tried())
                .filteredOn(one -> !isNumber(one.type()) && one.value().equals(EMPTY))
                .filteredOn(
                        one -> one.outcome().equals(ACCEPTED) && !one.place().usuallyEmpty(one.key()))
                .extracting(Tried::name)
                .containsExactlyInAnyOrder(EMPTY_TEXTS);
    }
}
