package dev.cloze.seqio.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.data.random.SeqioCases;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.seqio.task.SeqioSteps;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FeatureConverterTest {

    private static final int MOST_ELEMENTS = 300;

    private static final Dataset<Features> PAIR = Dataset.of(List.of(
            element(Tokens.of(7, 8, 5, 1), Tokens.of(3, 9, 1)), element(Tokens.of(8, 4, 9, 3, 1), Tokens.of(4, 1))));

    @Test
    void a_prefix_and_what_follows_share_a_decoder() {
        Features row = new DecoderOnly(Converting.PACKED, true)
                .convert(PAIR, Map.of("inputs", 7, "targets", 8))
                .iterator()
                .next();
        assertThat(row.tokens("decoder_target_tokens"))
                .isEqualTo(Tokens.of(7, 8, 5, 1, 3, 9, 1, 8, 4, 9, 3, 1, 4, 1, 0));
        assertThat(row.tokens("decoder_loss_weights"))
                .isEqualTo(Tokens.of(0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0));
        assertThat(row.tokens("decoder_causal_attention"))
                .isEqualTo(Tokens.of(1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0));
    }

    @Test
    void an_element_that_is_too_long_is_refused() {
        Dataset<Features> converted =
                new EncoderDecoder(Converting.PADDED, false).convert(PAIR, Map.of("inputs", 4, "targets", 8));
        assertThatThrownBy(() -> converted.stream().toList())
                .isInstanceOf(Refusal.class)
                .hasMessage("inputs: an element has 5 tokens; at most 4 are allowed");
    }

    @Test
    void lengths_must_name_the_features_of_the_task() {
        assertThatThrownBy(() ->
                        new EncoderDecoder(Converting.PADDED, false).convert(PAIR, Map.of("inputs", 4, "other", 8)))
                .hasMessage("lengths must be given for [inputs, targets], got [inputs, other]");
    }

    @Test
    void a_segment_that_reads_nothing_shifts_the_ones_behind_it_as_in_seqio() {
        Dataset<Features> elements =
                Dataset.of(List.of(element(Tokens.EMPTY, Tokens.of(4, 1)), element(Tokens.of(5, 1), Tokens.of(6, 1))));
        Features row = PackedRows.of(elements, Map.of("inputs", 6, "targets", 6))
                .iterator()
                .next();
        assertThat(row.tokens("inputs_segment_ids")).isEqualTo(Tokens.of(1, 1, 0, 0, 0, 0));
        assertThat(row.tokens("targets_segment_ids")).isEqualTo(Tokens.of(1, 1, 2, 2, 0, 0));
    }

    private static Features element(Tokens inputs, Tokens targets) {
        return Features.of(Map.of("inputs", inputs, "targets", targets));
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> model_features_equal_seqio() {
        return SeqioCases.tests("convert", FeatureConverterTest::compareConverted);
    }

    private static void compareConverted(JsonNode goldenCase) {
        JsonNode spec = goldenCase.get("spec");
        FeatureConverter converter = SeqioConverters.converter(spec.get("converter"));
        Dataset<Features> elements = Dataset.of(SeqioSteps.tokenElements(spec.get("elements")));
        Map<String, Integer> lengths = SeqioSteps.lengths(spec.get("task_feature_lengths"));
        if (goldenCase.has("error")) {
            assertThatThrownBy(
                            () -> converter.convert(elements, lengths).stream().toList())
                    .isInstanceOf(Refusal.class);
        } else {
            compare(goldenCase, converter.convert(elements, lengths));
        }
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> packed_rows_equal_seqio() {
        return SeqioCases.tests("pack", FeatureConverterTest::comparePacked);
    }

    private static void comparePacked(JsonNode goldenCase) {
        JsonNode spec = goldenCase.get("spec");
        Dataset<Features> elements = Dataset.of(SeqioSteps.tokenElements(spec.get("elements")));
        compare(goldenCase, PackedRows.of(elements, SeqioSteps.lengths(spec.get("feature_lengths"))));
    }

    private static void compare(JsonNode goldenCase, Dataset<Features> rows) {
        List<Features> made = rows.stream().limit(MOST_ELEMENTS).toList();
        SeqioCases.assertStream(goldenCase, SeqioSteps.written(made));
    }
}
