package dev.cloze.seqio.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.data.random.SeqioCases;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.seqio.dataset.MapSeeds;
import dev.cloze.seqio.task.SeqioSteps;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TextFormatsTest {

    private static final int MOST_ELEMENTS = 300;

    @Test
    void a_translation_names_its_languages() {
        Features pair = only(TextFormats.translate("de", "en"), Map.of("de", "Das ist gut.", "en", "That is good."));
        assertThat(pair.text("inputs")).isEqualTo("translate German to English: Das ist gut.");
        assertThat(pair.text("targets")).isEqualTo("That is good.");
    }

    @Test
    void a_benchmark_names_its_features_and_its_label() {
        Features pair = only(
                new Glue("mnli", List.of("entailment", "neutral", "contradiction"), List.of()),
                Map.of("premise", "p", "hypothesis", "h", "label", 2L, "idx", 7L));
        assertThat(pair.text("inputs")).isEqualTo("mnli hypothesis: h premise: p");
        assertThat(pair.text("targets")).isEqualTo("contradiction");
    }

    @Test
    void a_label_that_has_no_name_is_refused() {
        assertThatThrownBy(() -> only(new Glue("x", List.of("a"), List.of()), Map.of("label", 3L, "idx", 0L)))
                .isInstanceOf(Refusal.class)
                .hasMessage("label must be one of [a], got 3");
    }

    @Test
    void a_line_with_too_few_fields_is_refused() {
        assertThatThrownBy(() -> only(TabFields.format(3, "{0}", "{1}"), Map.of("text", "a\tb")))
                .hasMessage("a line must have 3 fields, got 2");
    }

    @Test
    void a_replacement_with_a_group_that_is_not_there_replaces_nothing() {
        Pattern x = Pattern.compile("x");
        assertThat(Re2.replaced("axb", x, "\\1", true)).isEqualTo("axb");
        assertThat(Re2.replaced("axb", x, "c\\\\d", true)).isEqualTo("ac\\db");
        assertThat(Re2.replaced("axb", x, "c\\d", true)).isEqualTo("acb");
    }

    private static Features only(Preprocessor format, Map<String, ?> element) {
        return format.apply(Dataset.of(List.of(Features.of(element))), context(0))
                .iterator()
                .next();
    }

    private static TaskContext context(long seed) {
        return new TaskContext(Map.of(), Map.of(), new MapSeeds.Counter(seed));
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> texts_equal_t5() {
        return SeqioCases.tests("text", TextFormatsTest::compare);
    }

    private static void compare(JsonNode goldenCase) {
        JsonNode spec = goldenCase.get("spec");
        TaskContext context = context(spec.path("map_seed").asLong(0));
        List<Features> made = SeqioSteps.steps(spec.get("preprocessors"))
                .apply(Dataset.of(SeqioTexts.elements(spec.get("elements"))), context)
                .stream()
                .limit(MOST_ELEMENTS)
                .toList();
        SeqioCases.assertStream(goldenCase, SeqioSteps.written(made));
    }
}
