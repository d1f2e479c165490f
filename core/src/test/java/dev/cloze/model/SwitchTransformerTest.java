package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Refusal;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Capacity;
import dev.cloze.nn.Dropout;
import dev.cloze.nn.Experts;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tiny network with weights by formula; the expected numbers were computed by transformers 5.18. */
class SwitchTransformerTest {

    @Test
    void logits_and_losses_are_those_of_the_reference() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = Fixture.store();
            SwitchTransformer model = SwitchTransformer.build(config(), Weights.of(store));
            Fixture.fill(store);
            ForwardPass pass = ForwardPass.training(Dropout.NONE);
            Tensor logits = model.logits(model.hidden(Fixture.input(false), pass));
            float[] expected = {0.042666f, -0.082423f, -0.037852f, 0.084633f, 0.032910f, -0.086555f};
            assertThat(Arrays.copyOf(Tensors.floats(logits), 6)).containsExactly(expected, within(2e-5f));
            double loss =
                    torch.cross_entropy(logits.view(-1, 32), Fixture.labels()).item_double();
            assertThat(loss).isCloseTo(3.476472, within(2e-6));
            assertThat(pass.losses().stream()
                            .mapToDouble(l -> l.value().item_double())
                            .toArray())
                    .containsExactly(new double[] {2.044327e-3, 1.160711e-3, 2.053824e-3, 1.248977e-3}, within(1e-8));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12, 0,  SECOND_OF_GROUP, ''",
        "12, 1,  SECOND_OF_GROUP, 1",
        "12, 2,  SECOND_OF_GROUP, 1 7",
        "12, 3,  SECOND_OF_GROUP, 1 5 9",
        "12, 3,  LAST_OF_GROUP,   3 7 11",
        "12, 4,  SECOND_OF_GROUP, 1 4 7 10",
        "12, 6,  SECOND_OF_GROUP, 1 3 5 7 9 11",
        "12, 6,  LAST_OF_GROUP,   1 3 5 7 9 11",
        "4,  3,  SECOND_OF_GROUP, 0 1 2 3",
        "4,  4,  LAST_OF_GROUP,   0 1 2 3",
    })
    void blocks_with_experts_stand_where_each_convention_puts_them(
            int layers, int sparse, SwitchConfig.Layout layout, String expected) {
        SwitchConfig.Sparsity sparsity = new SwitchConfig.Sparsity(layers, sparse, layout);
        List<String> places = IntStream.range(0, layers)
                .filter(sparsity::at)
                .mapToObj(Integer::toString)
                .toList();
        assertThat(String.join(" ", places)).isEqualTo(expected);
    }

    @Test
    void switch_c_has_as_many_decoder_blocks_as_it_has_sparse_ones() throws IOException {
        SwitchConfig config = parse(
                "\"num_layers\": 15, \"num_decoder_layers\": 12, \"num_experts\": 2048,"
                        + "\"num_sparse_encoder_layers\": 15, \"num_sparse_decoder_layers\": 15, \"tie_word_embeddings\": false");
        assertThat(config.base().shape().decoderLayers()).isEqualTo(15);
        assertThat(IntStream.range(0, 15)).allMatch(config.decoder()::at);
        assertThat(config.base().head()).isEqualTo(new T5Config.Head(false, false));
    }

    @Test
    void training_turns_no_token_away_unless_told_so() throws IOException {
        SwitchConfig config = parse("\"num_layers\": 2, \"expert_capacity\": 7");
        assertThat(config.routing().training()).isEqualTo(Capacity.DROPLESS);
        assertThat(config.routing().inference()).isEqualTo(new Capacity.PerRow(7));
        assertThat(config.compat().routing().training()).isEqualTo(new Capacity.PerRow(7));
    }

    @Test
    void configs_survive_writing_and_reading() throws IOException {
        SwitchConfig config = parse("\"num_layers\": 12, \"num_sparse_encoder_layers\": 6, \"expert_capacity\": 9");
        assertThat(SwitchConfig.parse(config.toJson(), "config.json")).isEqualTo(config);
        assertThat(ModelConfig.parse(config.toJson(), "config.json")).isEqualTo(config);
    }

    @Test
    void bad_values_are_refused_by_name() {
        assertThatThrownBy(() -> parse("\"num_layers\": 2, \"num_experts\": 0"))
                .isInstanceOf(Refusal.class)
                .hasMessage("config.json: num_experts must be a whole number in [1, 65536], got 0");
        assertThatThrownBy(() ->
                        ModelConfig.parse(new ObjectMapper().readTree("{\"model_type\": \"llama\"}"), "config.json"))
                .isInstanceOf(Refusal.class)
                .hasMessage("config.json: model_type 'llama' is not supported");
    }

    private static SwitchConfig config() {
        return new SwitchConfig(
                Fixture.config(Activation.RELU, false, true),
                new SwitchConfig.SparseLayers(1, 1, SwitchConfig.Layout.SECOND_OF_GROUP),
                new Experts.Routing(4, new Capacity.PerRow(2), new Capacity.PerRow(2), 0),
                new SwitchConfig.RouterLosses(0.001, 0.001, false));
    }

    private static SwitchConfig parse(String said) throws IOException {
        String json = "{\"model_type\": \"switch_transformers\", \"vocab_size\": 100, \"d_model\": 8, \"d_kv\": 4,"
                + "\"d_ff\": 16, \"num_heads\": 2, " + said + "}";
        return SwitchConfig.parse(new ObjectMapper().readTree(json), "config.json");
    }
}
