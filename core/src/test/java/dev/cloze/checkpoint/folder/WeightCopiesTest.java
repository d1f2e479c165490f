package dev.cloze.checkpoint.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.model.config.ModelConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class WeightCopiesTest {

    private static final String SWITCH = "{\"model_type\": \"switch_transformers\", \"vocab_size\": 8, \"d_model\": 4,"
            + "\"d_kv\": 4, \"d_ff\": 4, \"num_heads\": 1, \"num_layers\": 2, \"tie_word_embeddings\": false}";
    private static final String BERT = "{\"model_type\": \"bert\", \"vocab_size\": 8, \"hidden_size\": 4,"
            + "\"intermediate_size\": 4, \"num_attention_heads\": 1, \"num_hidden_layers\": 1,"
            + "\"max_position_embeddings\": 8, \"tie_word_embeddings\": false}";

    @Test
    void what_version_5_would_draw_at_random_is_written_twice() throws IOException {
        Map<String, Integer> sparse = new HashMap<>(Map.of("shared.weight", 7));
        WeightCopies.add(config(SWITCH), sparse);
        assertThat(sparse)
                .containsEntry("encoder.embed_tokens.weight", 7)
                .containsEntry("decoder.embed_tokens.weight", 7);
        Map<String, Integer> bert = new HashMap<>(Map.of("cls.predictions.bias", 5));
        WeightCopies.add(config(BERT), bert);
        assertThat(bert).containsEntry("cls.predictions.decoder.bias", 5);
        Map<String, Integer> tied = new HashMap<>(Map.of("shared.weight", 7));
        WeightCopies.add(config(SWITCH.replace("false", "true")), tied);
        assertThat(tied).hasSize(1);
    }

    @Test
    void a_copy_that_differs_is_refused_by_name() throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Tensor shared = torch.ones(8, 4);
            Tensors same =
                    new Tensors(Map.of("shared.weight", shared, "encoder.embed_tokens.weight", torch.ones(8, 4)));
            assertThatCode(() -> WeightCopies.checked(config(SWITCH), same)).doesNotThrowAnyException();
            Tensors other =
                    new Tensors(Map.of("shared.weight", shared, "encoder.embed_tokens.weight", torch.zeros(8, 4)));
            assertThatThrownBy(() -> WeightCopies.checked(config(SWITCH), other))
                    .isInstanceOf(Refusal.class)
                    .hasMessage(
                            "here: encoder.embed_tokens.weight must be a copy of shared.weight, but differs from it");
        }
    }

    private static ModelConfig config(String json) throws IOException {
        return ModelConfig.parse(new ObjectMapper().readTree(json), "config.json");
    }

    private record Tensors(Map<String, Tensor> all) implements TensorFile {

        @Override
        public Set<String> names() {
            return all.keySet();
        }

        @Override
        public boolean contains(String name) {
            return all.containsKey(name);
        }

        @Override
        public long[] shape(String name) {
            return read(name).shape();
        }

        @Override
        public ScalarType type(String name) {
            return ScalarType.Float;
        }

        @Override
        public Tensor read(String name) {
            return Objects.requireNonNull(all.get(name), name);
        }

        @Override
        public void close() {
            // nothing is open
        }

        @Override
        public String toString() {
            return "here";
        }
    }
}
