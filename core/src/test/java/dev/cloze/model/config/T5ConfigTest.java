package dev.cloze.model.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.model.Reference;
import dev.cloze.nn.Activation;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class T5ConfigTest {

    private static final String LEAST = """
            {"model_type": "t5", "vocab_size": 32128, "d_model": 512, "d_kv": 64, "d_ff": 2048, "num_heads": 8,
             "num_layers": 6}
            """;

    @Test
    void what_old_configs_leave_out_has_the_values_of_version_1_0() throws IOException {
        T5Config config = parse(LEAST);
        assertThat(config.shape().decoderLayers()).isEqualTo(6);
        assertThat(config.positions()).isEqualTo(new T5Config.Positions(32, 128));
        assertThat(config.feedForward()).isEqualTo(new T5Config.FeedForwardKind(Activation.RELU, false));
        assertThat(config.head()).isEqualTo(new T5Config.Head(true, true));
        assertThat(config.epsilon()).isEqualTo(1e-6);
        assertThat(config.ids()).isEqualTo(new T5Config.Ids(0, 1, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "t5,   '',                                                                  true,  true",
        "t5,   '\"tie_word_embeddings\": false',                                    false, false",
        "mt5,  '',                                                                  false, false",
        "umt5, '',                                                                  true,  true",
        "t5,   '\"tie_word_embeddings\": true, \"scale_decoder_outputs\": false',   true,  false",
        "t5,   '\"tie_word_embeddings\": false, \"scale_decoder_outputs\": false',  false, false",
    })
    void ties_are_read_as_version_4_meant_them_and_scales_as_version_5_says(
            String type, String said, boolean tied, boolean scaled) throws IOException {
        String json = LEAST.replace("\"t5\"", '"' + type + '"').replace("}", said.isEmpty() ? "}" : ", " + said + "}");
        assertThat(parse(json).head()).isEqualTo(new T5Config.Head(tied, scaled));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d_model      | null       | config.json: d_model is missing",
                "d_kv         | \"64\"     | config.json: d_kv must be a whole number in [1, 16777216], got \"64\"",
                "num_heads    | 0          | config.json: num_heads must be a whole number in [1, 65536], got 0",
                "num_layers   | 1000000000 | config.json: num_layers must be a whole number in [1, 1024], got 1000000000",
                "d_ff         | 99999999999| config.json: d_ff must be a whole number in [1, 16777216], got 99999999999",
                "dropout_rate | 2          | config.json: dropout_rate must be a number in [0.0, 0.999], got 2",
                "eos_token_id | 40000      | config.json: eos_token_id must be a whole number in [0, 32127], got 40000",
                "model_type   | \"bert\"   | config.json: model_type must be t5, mt5 or umt5, got 'bert'",
                "feed_forward_proj | \"gated-mish\" | config.json: feed_forward_proj: must be relu, gelu, gelu_new, silu, quick_gelu or tanh, got 'mish'",
                "tie_word_embeddings | 1   | config.json: tie_word_embeddings must be true or false, got 1",
            })
    void bad_values_are_refused_by_name(String key, String value, String message) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(LEAST);
        JsonNode bad = mapper.readTree(value);
        json.set(key, bad);
        assertThatThrownBy(() -> T5Config.parse(json, "config.json"))
                .isInstanceOf(Refusal.class)
                .hasMessage(message);
    }

    @Test
    void version_5_never_scales_an_mt5_and_version_4_scales_what_is_tied() throws IOException {
        String tied = LEAST.replace("\"t5\"", "\"mt5\"").replace("{", "{\"tie_word_embeddings\": true, ");
        assertThat(parse(tied).head().scaled()).isTrue();
        String five = tied.replace("{", "{\"transformers_version\": \"5.23.0\", ");
        assertThat(parse(five).head().scaled()).isFalse();
        assertThat(parse(five.replace("\"mt5\"", "\"umt5\"")).head().scaled()).isTrue();
    }

    @Test
    void a_config_that_is_no_object_is_refused() {
        assertThatThrownBy(() -> parse("[1]"))
                .isInstanceOf(Refusal.class)
                .hasMessage("config.json: expected a JSON object, got ARRAY");
    }

    @Test
    void presets_survive_writing_and_reading() {
        for (T5Config config :
                new T5Config[] {T5Config.v11Small(), T5Config.v11Base().withVocab(250_112)}) {
            assertThat(T5Config.parse(config.toJson(), "config.json")).isEqualTo(config);
        }
    }

    @Tag("golden")
    @TestFactory
    Stream<DynamicTest> golden_configs_survive_writing_and_reading() {
        return Reference.each(known -> known.filter(T5Config.class::isInstance).isPresent(), reference -> {
            T5Config config = T5Config.parse(reference.config(), "config.json");
            ObjectNode written = config.toJson();
            assertThat(T5Config.parse(written, "written")).isEqualTo(config);
            for (String key :
                    new String[] {"d_model", "d_ff", "feed_forward_proj", "num_decoder_layers", "vocab_size"}) {
                assertThat(written.get(key))
                        .as(key)
                        .isEqualTo(reference.config().get(key));
            }
        });
    }

    private static T5Config parse(String json) throws IOException {
        return T5Config.parse(new ObjectMapper().readTree(json), "config.json");
    }
}
