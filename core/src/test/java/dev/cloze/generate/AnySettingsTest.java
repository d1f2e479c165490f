package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.TransformersOptions;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

/** Whatever is set, there is an answer or a refusal. */
class AnySettingsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int VOCAB = 24;
    private static final List<String> INTEGERS = List.of(
            "num_beams",
            "num_return_sequences",
            "min_length",
            "min_new_tokens",
            "no_repeat_ngram_size",
            "encoder_no_repeat_ngram_size",
            "top_k");
    private static final List<String> NUMBERS = List.of(
            "temperature",
            "top_p",
            "min_p",
            "typical_p",
            "length_penalty",
            "repetition_penalty",
            "encoder_repetition_penalty");
    private static final List<String> IDS = List.of(
            "decoder_start_token_id",
            "eos_token_id",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "suppress_tokens",
            "begin_suppress_tokens");
    private static final int[] ODD_INTEGERS = {Integer.MIN_VALUE, -1, 0, 1, 2, 3, 5, 1025, Integer.MAX_VALUE};
    private static final double[] ODD_NUMBERS = {-1e308, -1, 0, 1e-320, 1e-5, 0.3, 1, 1.7, 10, 1e5, 1e308};
    private static final int[] ODD_IDS = {-1, 0, 1, 5, VOCAB - 1, VOCAB, Integer.MAX_VALUE};

    @Test
    void whatever_is_set_there_is_an_answer_or_a_refusal() {
        T5Config config = T5Config.v11(new T5Config.Shape(8, 4, 16, 1, 1, 2)).withVocab(VOCAB);
        try (PointerScope scope = new PointerScope()) {
            T5 model = T5.build(config, Weights.of(WeightStore.initialised(new Seed(3), Precision.FLOAT32)));
            Generator generator = new Generator(model, config.ids(), Optional.empty(), ComputeDevice.CPU);
            int answers = 0;
            int refusals = 0;
            for (int seed = 0; seed < 600; seed++) {
                ObjectNode settings = settings(new Seed(seed).random());
                if (answers(generator, settings)) {
                    answers++;
                } else {
                    refusals++;
                }
            }
            assertThat(answers).isGreaterThan(60);
            assertThat(refusals).isGreaterThan(60);
        }
    }

    private static boolean answers(Generator generator, ObjectNode settings) {
        try {
            GenerationOptions options =
                    TransformersOptions.parse(settings, new Seed(1), "here").options();
            List<Candidate> found = generator.generate(List.of(Tokens.of(4, 5, 1), Tokens.of(1)), options);
            assertThat(found)
                    .as(settings.toString())
                    .hasSize(2)
                    .allSatisfy(
                            candidate -> assertThat(candidate.tokens().size()).isBetween(1, 6));
            return true;
        } catch (Refusal e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(settings.toString(), e);
        }
    }

    private static ObjectNode settings(SplittableRandom random) {
        ObjectNode settings = JSON.objectNode().put("max_new_tokens", 6).put("do_sample", random.nextInt(4) == 0);
        put(settings, INTEGERS, random, JSON.numberNode(ODD_INTEGERS[random.nextInt(ODD_INTEGERS.length)]));
        put(settings, NUMBERS, random, JSON.numberNode(ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]));
        put(settings, NUMBERS, random, JSON.numberNode(ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]));
        if (random.nextBoolean()) {
            put(settings, IDS, random, JSON.numberNode(ODD_IDS[random.nextInt(ODD_IDS.length)]));
        }
        if (random.nextBoolean()) {
            settings.put("num_beams", 1 + random.nextInt(3));
        }
        return settings;
    }

    private static void put(ObjectNode settings, List<String> names, SplittableRandom random, JsonNode value) {
        settings.set(names.get(random.nextInt(names.size())), value);
    }
}
