package dev.cloze.seqio.collator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.GoldenLines;
import dev.cloze.Refusal;
import dev.cloze.data.random.NumpyRandom;
import dev.cloze.data.random.PythonRandom;
import dev.cloze.objective.noise.SpanLengths;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CollatorTest {

    private static final int EOS = 1;

    @Test
    void rates_are_summed_in_floating_point() {
        assertThatThrownBy(() -> new TextDenoisingCollator.Rates(0.7, 0.2, 0.1))
                .isInstanceOf(Refusal.class)
                .hasMessage("rates must add up to 1, got 0.9999999999999999");
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> lengths_equal_the_package() {
        return tests("lengths.jsonl.zst", c -> {
            for (int i = 0; i < c.get("inputs_length").size(); i++) {
                SpanLengths.Plan plan = new SpanLengths.Plan(
                        c.get("inputs_length").get(i).asInt(),
                        c.get("noise_density").asDouble(),
                        c.get("mean_noise_span_length").asDouble());
                SpanLengths lengths = SpanLengths.from(plan.inputsLength(), plan);
                assertThat(List.of(lengths.tokens(), lengths.targets()))
                        .as("inputs of %d", plan.inputsLength())
                        .isEqualTo(ints(c.get("tokens_and_targets_length").get(i))
                                .boxed()
                                .toList());
            }
        });
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> masks_equal_the_package() {
        return tests("masks.jsonl.zst", c -> {
            NumpyRandom random = new NumpyRandom(c.get("numpy_seed").asInt());
            NumpySpanMask mask = mask(c);
            int length = c.get("length").asInt();
            if (c.has("error")) {
                assertThatThrownBy(() -> mask.draw(length, random)).isInstanceOf(Refusal.class);
            } else {
                c.get("masks")
                        .forEach(expected ->
                                assertThat(written(mask.draw(length, random))).isEqualTo(expected.asText()));
            }
        });
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> batches_for_masked_language_modelling_equal_the_collator() {
        return tests("mlm.jsonl.zst", c -> {
            NumpyRandom random = new NumpyRandom(c.get("numpy_seed").asInt());
            MlmCollator collator = new MlmCollator(
                    c.path("tokenizer_size").asInt(32100),
                    EOS,
                    c.get("input_length").asInt(),
                    c.get("target_length").asInt(),
                    c.has("noise_density") ? mask(c) : new NumpySpanMask(0.15, 3));
            if (c.has("error")) {
                List<Tokens> rows = List.of(counting(100, c.get("tokens_length").asInt()));
                assertThatThrownBy(() -> collator.collate(rows, random))
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining("inputs have");
            } else {
                MlmCollator.Collated batch = collator.collate(rows(c), random);
                assertThat(batch.inputs()).isEqualTo(tokens(c.get("input_ids")));
                assertThat(batch.labels()).isEqualTo(tokens(c.get("labels")));
            }
        });
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> batches_of_ul2_equal_the_package() {
        return tests("ul2.jsonl.zst", c -> {
            if (c.has("error")) {
                assertThatThrownBy(() -> collator(c)).isInstanceOf(Refusal.class);
                return;
            }
            TextDenoisingCollator collator = collator(c);
            TextDenoisingCollator.Collated batch = collator.collate(
                    tokens(c.get("rows")),
                    new PythonRandom(c.get("random_seed").asLong()),
                    new NumpyRandom(c.get("numpy_seed").asInt()));
            assertThat(batch.denoisings().stream().mapToInt(Enum::ordinal).boxed())
                    .isEqualTo(ints(c.get("tasks")).boxed().toList());
            assertThat(batch.inputs()).isEqualTo(tokens(c.get("input_ids")));
            assertThat(batch.labels()).isEqualTo(tokens(c.get("labels")));
            assertThat(batch.labels().stream().map(collator::decoderInputs))
                    .isEqualTo(tokens(c.get("decoder_input_ids")));
        });
    }

    private static TextDenoisingCollator collator(JsonNode c) {
        JsonNode arguments = c.get("arguments");
        TextDenoisingCollator usual = TextDenoisingCollator.of(new TextDenoisingCollator.Ids(
                c.get("tokenizer_size").asInt(), 0, EOS, c.get("bos").asInt()));
        TextDenoisingCollator.Rates rates = new TextDenoisingCollator.Rates(
                rate(arguments, "r", 0.25), rate(arguments, "s", 0.5), rate(arguments, "x", 0.25));
        return new TextDenoisingCollator(
                rates,
                settings(arguments.path("r_denoising_config"), usual.regular()),
                settings(arguments.path("x_denoising_config"), usual.extreme()),
                new TextDenoisingCollator.Padding(
                        arguments.path("pad_to_multiple_of").asInt(1),
                        arguments.path("label_pad_token_id").asInt(-100)),
                usual.ids());
    }

    private static double rate(JsonNode arguments, String letter, double usual) {
        boolean used = arguments.path(letter + "_denoising").asBoolean(true);
        return used ? arguments.path(letter + "_probability").asDouble(usual) : 0;
    }

    private static List<NumpySpanMask> settings(JsonNode given, List<NumpySpanMask> usual) {
        List<NumpySpanMask> settings = new ArrayList<>();
        given.forEach(pair -> settings.add(
                new NumpySpanMask(pair.get(1).asDouble(), pair.get(0).asDouble())));
        return given.isMissingNode() ? usual : settings;
    }

    private static NumpySpanMask mask(JsonNode c) {
        return new NumpySpanMask(
                c.get("noise_density").asDouble(),
                c.get("mean_noise_span_length").asDouble());
    }

    private static Stream<DynamicTest> tests(String file, Consumer<JsonNode> test) {
        return GoldenLines.of("denoising", file)
                .filter(c -> !c.has("made_with"))
                .map(c -> DynamicTest.dynamicTest(title(c), () -> test.accept(c)));
    }

    private static String title(JsonNode c) {
        String whole = c.toString();
        return whole.substring(0, Math.min(120, whole.length()));
    }

    private static List<Tokens> rows(JsonNode c) {
        List<int[]> rows = new ArrayList<>();
        c.get("rows")
                .forEach(row -> rows.add(
                        counting(row.get(0).asInt(), row.get(1).asInt()).toArray()));
        c.get("changes_to_row_1")
                .forEach(change ->
                        rows.get(1)[change.get(0).asInt()] = change.get(1).asInt());
        return rows.stream().map(Tokens::of).toList();
    }

    private static Tokens counting(int first, int count) {
        return Tokens.of(IntStream.range(first, first + count).toArray());
    }

    private static String written(boolean[] mask) {
        StringBuilder bits = new StringBuilder();
        for (boolean noise : mask) {
            bits.append(noise ? '1' : '0');
        }
        return bits.toString();
    }

    private static List<Tokens> tokens(JsonNode rows) {
        List<Tokens> tokens = new ArrayList<>();
        rows.forEach(row -> tokens.add(Tokens.of(ints(row).toArray())));
        return tokens;
    }

    private static IntStream ints(JsonNode array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).asInt());
    }
}
