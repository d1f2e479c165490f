package dev.cloze.seqio.megatron;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Golden;
import dev.cloze.GoldenLines;
import dev.cloze.data.indexed.IndexedTokens;
import dev.cloze.data.random.NumpyRandom;
import dev.cloze.objective.span.NgramMasking;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MegatronSampleTest {

    @Test
    void words_are_masked_as_in_the_worked_example() {
        MegatronVocabulary vocabulary = new MegatronVocabulary(
                400,
                new MegatronVocabulary.Marks(201, 202, 203),
                new MegatronVocabulary.Decoder(204, 205),
                counting(300, 100),
                id -> id % 4 == 0);
        MegatronT5Sample sample =
                MegatronT5Sample.of(counting(1, 40), 62, NgramMasking.t5(), vocabulary, new NumpyRandom(1234));
        assertThat(sample.inputs())
                .isEqualTo(counting(1, 5)
                        .append(300)
                        .concat(counting(7, 3))
                        .append(301)
                        .concat(counting(11, 3))
                        .append(302)
                        .concat(counting(18, 23)));
        assertThat(sample.labels()).isEqualTo(Tokens.of(300, 6, 301, 10, 302, 14, 15, 16, 17, 205));
        assertThat(sample.decoderInputs()).isEqualTo(Tokens.of(204, 300, 6, 301, 10, 302, 14, 15, 16, 17));
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> samples_of_t5_equal_megatron() {
        return tests("t5", (c, header) -> {
            for (JsonNode expected : c.get("samples")) {
                MegatronT5Sample sample = MegatronT5Sample.of(
                        sentences(c, expected).stream().reduce(Tokens.EMPTY, Tokens::concat),
                        targetLength(c, expected),
                        masking(c),
                        vocabulary(header),
                        random(c, expected));
                assertThat(padded(sample.inputs(), expected.get("text_enc"), 0))
                        .isEqualTo(tokens(expected, "text_enc"));
                assertThat(padded(sample.decoderInputs(), expected.get("text_dec"), 0))
                        .isEqualTo(tokens(expected, "text_dec"));
                assertThat(padded(sample.labels(), expected.get("labels"), -1)).isEqualTo(tokens(expected, "labels"));
            }
        });
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> samples_of_bert_equal_megatron() {
        return tests("bert", (c, header) -> {
            for (JsonNode expected : c.get("samples")) {
                MegatronBertSample sample = MegatronBertSample.of(
                        sentences(c, expected),
                        c.get("classification_head").asBoolean(),
                        targetLength(c, expected),
                        masking(c),
                        vocabulary(header),
                        random(c, expected));
                assertThat(padded(sample.tokens(), expected.get("text"), 0)).isEqualTo(tokens(expected, "text"));
                assertThat(padded(sample.types(), expected.get("types"), 0)).isEqualTo(tokens(expected, "types"));
                assertThat(padded(sample.labels(), expected.get("labels"), -1)).isEqualTo(tokens(expected, "labels"));
                assertThat(sample.swapped()).isEqualTo(expected.get("is_random").asInt() == 1);
                assertThat(sample.truncated())
                        .isEqualTo(expected.get("truncated").asInt() == 1);
            }
        });
    }

    private static Stream<DynamicTest> tests(String kind, BiConsumer<JsonNode, JsonNode> test) {
        List<JsonNode> lines = GoldenLines.of("megatron", "masked.jsonl.zst").toList();
        List<DynamicTest> tests = new ArrayList<>();
        lines.stream().filter(c -> c.path("kind").asText().equals(kind)).forEach(c -> {
            String name = tests.size() + " seed " + c.get("random_seed").asInt();
            tests.add(DynamicTest.dynamicTest(name, () -> {
                Assumptions.assumeFalse(
                        c.get("masking_do_permutation").asBoolean(),
                        "Megatron draws permutations from numpy's global state");
                test.accept(c, lines.get(0).get("ids"));
            }));
        });
        return tests.stream();
    }

    private static NgramMasking masking(JsonNode c) {
        NgramMasking.Lengths lengths =
                c.get("masking_use_geometric_distribution").asBoolean()
                        ? NgramMasking.Lengths.GEOMETRIC
                        : c.get("masking_use_longer_ngrams").asBoolean()
                                ? NgramMasking.Lengths.LONGER_MORE
                                : NgramMasking.Lengths.SHORTER_MORE;
        return new NgramMasking(
                c.get("masking_probability").asDouble(),
                c.get("masking_max_ngram").asInt(),
                c.get("masking_do_full_word").asBoolean(),
                lengths);
    }

    private static MegatronVocabulary vocabulary(JsonNode ids) {
        JsonNode sentinels = ids.get("sentinels");
        int first = sentinels.get(0).asInt();
        return new MegatronVocabulary(
                ids.get("vocabulary").asInt(),
                new MegatronVocabulary.Marks(
                        ids.get("cls").asInt(),
                        ids.get("sep").asInt(),
                        ids.get("mask").asInt()),
                new MegatronVocabulary.Decoder(
                        ids.get("bos").asInt(), ids.get("eos").asInt()),
                counting(first, sentinels.get(1).asInt() - first + 1),
                id -> id > 10 && id % 4 == 0);
    }

    private static List<Tokens> sentences(JsonNode c, JsonNode expected) {
        IndexedTokens data = IndexedTokens.open(
                Golden.folder("megatron/indexed").orElseThrow().resolve("sentences"));
        JsonNode entry = c.get("sample_index").get(expected.get("index").asInt());
        return IntStream.range(entry.get(0).asInt(), entry.get(1).asInt())
                .mapToObj(data::tokens)
                .toList();
    }

    private static int targetLength(JsonNode c, JsonNode expected) {
        return c.get("sample_index").get(expected.get("index").asInt()).get(2).asInt();
    }

    private static NumpyRandom random(JsonNode c, JsonNode expected) {
        return new NumpyRandom(
                c.get("random_seed").asInt() + expected.get("index").asInt());
    }

    private static Tokens padded(Tokens tokens, JsonNode expected, int with) {
        int[] ids = Arrays.copyOf(tokens.toArray(), expected.size());
        Arrays.fill(ids, tokens.size(), ids.length, with);
        return Tokens.of(ids);
    }

    private static Tokens tokens(JsonNode expected, String name) {
        JsonNode ids = expected.get(name);
        return Tokens.of(
                IntStream.range(0, ids.size()).map(i -> ids.get(i).asInt()).toArray());
    }

    private static Tokens counting(int first, int count) {
        return Tokens.of(IntStream.range(first, first + count).toArray());
    }
}
