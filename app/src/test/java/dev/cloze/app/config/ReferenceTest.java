package dev.cloze.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.cloze.app.config.bind.Binder;
import dev.cloze.app.config.bind.Doc;
import dev.cloze.app.config.bind.Words;
import dev.cloze.app.config.data.DrawnChoice;
import dev.cloze.app.config.data.LearnChoice;
import dev.cloze.app.config.data.MetricChoice;
import dev.cloze.app.config.data.ObjectiveChoice;
import dev.cloze.app.config.data.RateChoice;
import dev.cloze.app.config.data.SourceChoice;
import dev.cloze.app.config.data.StepChoice;
import dev.cloze.app.config.model.AdapterChoice;
import dev.cloze.app.config.model.ModelChoice;
import dev.cloze.app.config.model.TokenizerChoice;
import dev.cloze.app.config.train.CompatChoice;
import dev.cloze.app.config.train.OptimiserChoice;
import dev.cloze.app.config.train.ScheduleChoice;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ReferenceTest {

    private static final Path DOCUMENT = Path.of("../docs/runfile.md");
    private static final String MARK =
            "<!-- From here on written by mvn test -Dtest=ReferenceTest -Dcloze.docs=write -->\n\n";

    static final List<Class<?>> FAMILIES = List.of(
            ModelChoice.class,
            AdapterChoice.class,
            CompatChoice.class,
            TokenizerChoice.class,
            SourceChoice.class,
            StepChoice.class,
            LearnChoice.class,
            MetricChoice.class,
            DrawnChoice.class,
            RateChoice.class,
            ObjectiveChoice.class,
            OptimiserChoice.class,
            ScheduleChoice.class);

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
        assertBelong(RunFile.defaults().root().withoutKey("types"), Run.class);
        Map<String, ConfigValue> types = RunFile.defaults().getObject("types");
        for (Class<?> family : FAMILIES) {
            ConfigObject open = (ConfigObject) types.get(Binder.familyName(family));
            Map<String, Class<?>> cases = Binder.cases(family);
            assertThat(cases.keySet()).containsAll(open == null ? List.of() : open.keySet());
            cases.forEach((word, type) -> assertBelong(open == null ? null : open.get(word), type));
        }
        List<String> names = FAMILIES.stream().map(Binder::familyName).toList();
        assertThat(types.keySet())
                .isSubsetOf(
                        Stream.concat(names.stream(), Stream.of("part", "task")).toList());
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void every_type_of_a_family_is_a_documented_record(Class<?> family) {
        assertThat(Binder.cases(family).values()).allSatisfy(type -> {
            assertThat(type.isRecord()).isTrue();
            assertThat(type.getAnnotation(Doc.class)).isNotNull();
        });
    }

    private static void assertBelong(@Nullable ConfigValue value, Class<?> type) {
        if (value instanceof ConfigObject object) {
            List<RecordComponent> components = Arrays.asList(type.getRecordComponents());
            List<String> keys = components.stream()
                    .map(component -> Words.kebab(component.getName()))
                    .toList();
            assertThat(keys).containsAll(object.withoutKey("type").keySet());
            components.stream()
                    .filter(component -> component.getType().isRecord())
                    .forEach(component ->
                            assertBelong(object.get(Words.kebab(component.getName())), component.getType()));
        }
    }
}
