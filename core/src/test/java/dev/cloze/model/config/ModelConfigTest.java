package dev.cloze.model.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigTest {

    private static final String BART = "{'model_type':'bart','vocab_size':9,'d_model':4,'encoder_layers':2,"
            + "'decoder_layers':1,'encoder_attention_heads':2,'decoder_attention_heads':2,'encoder_ffn_dim':4,"
            + "'decoder_ffn_dim':4,'max_position_embeddings':8,'architectures':['%s']}";
    private static final String GPT2 = "{'model_type':'gpt2','vocab_size':9,'n_embd':4,'n_head':2,'n_layer':1,"
            + "'n_positions':8,'architectures':['%s']}";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "BartModel | encoder_attention_heads | 3      | encoder_attention_heads must divide the width of 4, got 3",
                "BartModel | decoder_start_token_id  | 9      | decoder_start_token_id must be a whole number in [0, 8], got 9",
                "BartModel | encoder_layers          | 0      | encoder_layers must be a whole number in [1, 1024], got 0",
                "BartModel | activation_function     | 'tan'  | must be relu, gelu, gelu_new, silu, quick_gelu or tanh, got 'tan'",
                "CPTModel  | decoder_layers          | 3      | decoder_layers must be at most encoder_layers 2, got 3",
                "GPT2Model | n_head                  | 3      | n_head must divide the width of 4, got 3",
                "GPT2Model | n_positions             | null   | n_positions is missing",
                "GPT2Model | eos_token_id            | -1     | eos_token_id must be a whole number in [0, 8], got -1",
                "VLM       | adapter_bottlenecks     | [4, 0] | adapter_bottlenecks must be whole numbers in [1, 65536], got 0",
                "VLM       | adapter_bottlenecks     | ['4']  | adapter_bottlenecks must be whole numbers in [1, 65536], got '4'",
            })
    void bad_values_are_refused_by_file_name_and_value(String kind, String key, String value, String message)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        String base = kind.startsWith("Bart") || kind.startsWith("CPT") ? BART : GPT2;
        ObjectNode config = (ObjectNode) json.readTree(base.formatted(kind).replace('\'', '"'));
        config.set(key, json.readTree(value.replace('\'', '"')));
        assertThatThrownBy(() -> ModelConfig.parse(config, "config.json"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("config.json")
                .hasMessageContaining(message.replace("'4'", "\"4\""));
    }
}
