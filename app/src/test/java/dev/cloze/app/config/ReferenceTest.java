package dev.cloze.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.cloze.Doc;
import dev.cloze.app.config.bind.Scalars;
import dev.cloze.run.Training;
import dev.cloze.run.file.Keys;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ReferenceTest {

    private static final Path DOCUMENT = Path.of("../docs/runfile.md");
    private static final String MARK =
            "<!-- From here on written by mvn test -Dtest=ReferenceTest -Dcloze.docs=write -->\n\n";

    static final List<Class<?>> FAMILIES = families();

    private static List<Class<?>> families() {
        Set<Class<?>> families = new LinkedHashSet<>();
        collect(Training.class, families);
        return List.copyOf(families);
    }

    private static void collect(Class<?> type, Set<Class<?>> families) {
        if (Keys.isFamily(type)) {
            if (families.add(type)) {
                Keys.cases(type).values().forEach(permitted -> collect(permitted, families));
            }
        } else if (type.isRecord() && !Scalars.holds(type)) {
            for (RecordComponent component : type.getRecordComponents()) {
                Type generic = component.getGenericType();
                if (Keys.orAuto(generic).isPresent()) {
                    continue;
                }
                boolean many = generic instanceof ParameterizedType;
                Type[] of = many ? ((ParameterizedType) generic).getActualTypeArguments() : new Type[] {generic};
                collect((Class<?>) of[of.length - 1], families);
            }
        }
    }

    @Test
    void the_document_lists_every_key_with_its_default() throws IOException {
        String text = Files.readString(DOCUMENT);
        String written = text.substring(0, text.indexOf(MARK) + MARK.length()) + Reference.markdown();
        if (System.getProperty("cloze.docs", "").equals("write")) {
            Files.writeString(DOCUMENT, written);
        }
        assertThat(text).isEqualTo(written);
    }

    @Test
    void every_default_belongs_to_a_key() {
        assertBelong(RunFile.defaults().root().withoutKey("types"), Training.class);
        Map<String, ConfigValue> types = RunFile.defaults().getObject("types");
        for (Class<?> family : FAMILIES) {
            ConfigObject open = (ConfigObject) types.get(Keys.family(family));
            Map<String, Class<?>> cases = Keys.cases(family);
            assertThat(cases.keySet()).containsAll(open == null ? List.of() : open.keySet());
            cases.forEach((word, type) -> assertBelong(open == null ? null : open.get(word), type));
        }
        List<String> names = FAMILIES.stream().map(Keys::family).toList();
        assertThat(types.keySet())
                .isSubsetOf(
                        Stream.concat(names.stream(), Stream.of("part", "task")).toList());
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void every_type_of_a_family_is_a_documented_record(Class<?> family) {
        assertThat(Keys.cases(family).values()).allSatisfy(type -> {
            assertThat(type.isRecord()).isTrue();
            assertThat(type.getAnnotation(Doc.class)).isNotNull();
        });
    }

    private static void assertBelong(@Nullable ConfigValue value, Class<?> type) {
        if (value instanceof ConfigObject object) {
            List<RecordComponent> components = Keys.components(type);
            List<String> keys = components.stream().map(Keys::of).toList();
            assertThat(keys).containsAll(object.withoutKey("type").keySet());
            components.stream()
                    .filter(component -> component.getType().isRecord())
                    .forEach(component -> assertBelong(object.get(Keys.of(component)), component.getType()));
        }
    }
}
