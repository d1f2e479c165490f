package dev.cloze.seqio.megatron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.data.indexed.IndexedTokens;
import dev.cloze.data.indexed.MegatronCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SamplesTest {

    private static final int END_OF_DOCUMENT = 5;
    private static final int PAD = 0;

    @Test
    void samples_run_on_over_documents() {
        SampleIndex index =
                SampleIndex.build(new int[] {5, 3, 4}, new int[] {0, 1, 2}, 12, new SampleIndex.Cut(4, true, true));
        assertThat(entries(index)).containsExactly(List.of(0, 0), List.of(0, 4), List.of(2, 0));
    }

    @Test
    void documents_without_enough_sentences_are_refused() {
        SentenceSamples.Settings settings = new SentenceSamples.Settings(1, 3, 9, 30, 0, 2);
        assertThatThrownBy(() -> SentenceSamples.build(new int[] {0, 1, 2}, new int[] {4, 4}, settings))
                .isInstanceOf(Refusal.class)
                .hasMessage("documents: none has 2 sentences that are short enough");
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> causal_samples_equal_megatron() {
        return MegatronCases.tests("gpt.jsonl.zst", c -> c.has("document_index") && c.has("dataset"), c -> {
            CausalSamples samples = samples(
                    c,
                    MegatronCases.ints(c.get("documents")),
                    c.get("add_extra_token").asBoolean());
            assertThat(samples.epochs()).isEqualTo(c.get("epochs").asInt());
            assertThat(samples.documentOrder()).isEqualTo(MegatronCases.ints(c.get("document_index")));
            assertThat(entries(samples.index())).isEqualTo(pairs(c.get("sample_index")));
            assertThat(samples.sampleOrder()).isEqualTo(MegatronCases.ints(c.get("shuffle_index")));
            assertThat(samples.size()).isEqualTo(c.get("length").asInt());
            for (JsonNode sample : c.get("samples")) {
                compare(sample, samples.at(sample.get("index").asInt()), c);
            }
        });
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> resets_at_the_end_of_documents_equal_megatron() {
        return MegatronCases.tests("gpt.jsonl.zst", c -> c.has("flags"), c -> {
            IndexedTokens data = MegatronCases.dataset(c.get("dataset").asText());
            int[] documents = IntStream.range(0, (int) data.documents()).toArray();
            CausalSamples samples = samples(c, documents, true);
            for (JsonNode sample : c.get("samples")) {
                compare(sample, samples.at(sample.get("index").asInt()), c);
            }
        });
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> cuts_equal_megatron() {
        return MegatronCases.tests(
                "gpt.jsonl.zst", c -> c.path("helper").asText().equals("build_sample_idx"), c -> {
                    SampleIndex.Cut cut = new SampleIndex.Cut(
                            c.get("sequence_length").asInt(),
                            c.get("add_extra_token").asBoolean(),
                            c.get("drop_last_partial").asBoolean());
                    long tokens =
                            c.get("epochs").asLong() * c.get("tokens_per_epoch").asLong();
                    int[] order = MegatronCases.ints(c.get("document_index"));
                    SampleIndex index = SampleIndex.build(MegatronCases.ints(c.get("sizes")), order, tokens, cut);
                    assertThat(entries(index)).isEqualTo(pairs(c.get("sample_index")));
                });
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> sentence_samples_equal_megatron() {
        return MegatronCases.tests("masked.jsonl.zst", c -> c.has("document_indices"), c -> {
            SentenceSamples.Settings settings = new SentenceSamples.Settings(
                    c.get("seed").asInt(),
                    c.get("epochs").asInt(),
                    c.get("max_num_samples").asLong(),
                    c.get("max_sequence_length").asInt(),
                    c.get("short_sequence_probability").asDouble(),
                    c.get("min_sentences").asInt());
            int[] documents = MegatronCases.ints(c.get("document_indices"));
            compare(c, SentenceSamples.build(documents, MegatronCases.ints(c.get("sizes")), settings));
        });
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> samples_of_masked_data_sets_equal_megatron() {
        return MegatronCases.tests("masked.jsonl.zst", c -> c.has("masking_probability"), c -> {
            boolean bert = c.get("kind").asText().equals("bert");
            SentenceSamples.Settings settings = new SentenceSamples.Settings(
                    c.get("random_seed").asInt(),
                    Integer.MAX_VALUE - 1,
                    c.get("num_samples").asLong(),
                    c.get("sequence_length").asInt() - (bert ? 3 : 2),
                    c.get("short_sequence_probability").asDouble(),
                    c.path("classification_head").asBoolean() ? 2 : 1);
            IndexedTokens data = MegatronCases.dataset("sentences");
            int[] documents = IntStream.rangeClosed(0, (int) data.documents())
                    .map(d -> (int) data.documentStart(d))
                    .toArray();
            int[] lengths =
                    IntStream.range(0, (int) data.sequences()).map(data::length).toArray();
            compare(c, SentenceSamples.build(documents, lengths, settings));
        });
    }

    private static CausalSamples samples(JsonNode c, int[] documents, boolean extraToken) {
        JsonNode wanted = c.get("num_samples");
        CausalSamples.Settings settings = new CausalSamples.Settings(
                c.get("seed").asInt(),
                wanted.isNull() ? OptionalInt.empty() : OptionalInt.of(wanted.asInt()),
                new SampleIndex.Cut(c.get("sequence_length").asInt(), extraToken, true),
                PAD);
        return new CausalSamples(MegatronCases.dataset(c.get("dataset").asText()), documents, settings);
    }

    private static void compare(JsonNode expected, CausalSample sample, JsonNode c) {
        JsonNode flags = c.path("flags");
        boolean masksEnd = flags.path("eod_mask_loss").asBoolean();
        CausalSample masked = masksEnd ? sample.withoutLossAt(END_OF_DOCUMENT) : sample;
        int[] positions = flags.path("reset_position_ids").asBoolean()
                ? sample.positions(END_OF_DOCUMENT)
                : IntStream.range(0, sample.tokens().size()).toArray();
        assertThat(sample.tokens()).isEqualTo(MegatronCases.tokens(expected.get("tokens")));
        assertThat(sample.labels()).isEqualTo(MegatronCases.tokens(expected.get("labels")));
        assertThat(positions).isEqualTo(MegatronCases.ints(expected.get("position_ids")));
        for (int i = 0; i < positions.length; i++) {
            assertThat(masked.counts(i) ? 1.0 : 0.0)
                    .isEqualTo(expected.get("loss_mask").get(i).asDouble());
        }
        if (expected.has("attention_mask")) {
            int[] segments = sample.segmentIds(END_OF_DOCUMENT);
            for (int i = 0; i < segments.length; i++) {
                for (int j = 0; j < segments.length; j++) {
                    assertThat(j > i || segments[i] != segments[j])
                            .isEqualTo(expected.at("/attention_mask/0/%d/%d".formatted(i, j))
                                    .asBoolean());
                }
            }
        }
    }

    private static void compare(JsonNode c, SentenceSamples samples) {
        List<List<Integer>> built = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            built.add(List.of(samples.from(i), samples.to(i), samples.length(i)));
        }
        assertThat(built).isEqualTo(pairs(c.get("sample_index")));
    }

    private static List<List<Integer>> entries(SampleIndex index) {
        return IntStream.rangeClosed(0, index.samples())
                .mapToObj(i -> List.of(index.document(i), index.offset(i)))
                .toList();
    }

    private static List<List<Integer>> pairs(JsonNode rows) {
        List<List<Integer>> pairs = new ArrayList<>();
        rows.forEach(
                row -> pairs.add(Arrays.stream(MegatronCases.ints(row)).boxed().toList()));
        return pairs;
    }
}
