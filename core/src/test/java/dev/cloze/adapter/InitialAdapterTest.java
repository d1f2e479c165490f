package dev.cloze.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.adapter.target.ModulesToSave;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Activation;
import dev.cloze.text.ByteTokenizer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is asked of a new adapter is what its adapter_config.json says. */
class InitialAdapterTest {

    private static final ModelConfig MODEL =
            T5Config.v11(new T5Config.Shape(16, 8, 32, 2, 3, 2)).withVocab(384);

    @Test
    void lora_is_what_peft_reads() {
        ObjectNode json = json(lora(List.of("q", "wi_0"), Map.of("encoder.*q", 2), Map.of("wi_0", 3.5), List.of(0, 1)));
        assertThat(json.path("peft_type").asText()).isEqualTo("LORA");
        assertThat(json.path("r").asInt()).isEqualTo(4);
        assertThat(json.path("lora_alpha").asDouble()).isEqualTo(12);
        assertThat(json.path("lora_dropout").asDouble()).isEqualTo(0.1);
        assertThat(json.path("use_rslora").asBoolean()).isTrue();
        assertThat(json.path("use_dora").asBoolean()).isTrue();
        assertThat(json.path("bias").asText()).isEqualTo("lora_only");
        assertThat(json.path("target_modules").toString()).isEqualTo("[\"q\",\"wi_0\"]");
        assertThat(json.path("exclude_modules").toString()).isEqualTo("[\"decoder.block.0.layer.0.SelfAttention.q\"]");
        assertThat(json.path("modules_to_save").toString()).isEqualTo("[\"final_layer_norm\"]");
        assertThat(json.path("rank_pattern").toString()).isEqualTo("{\"encoder.*q\":2}");
        assertThat(json.path("alpha_pattern").path("wi_0").asDouble()).isEqualTo(3.5);
        assertThat(json.path("layers_to_transform").toString()).isEqualTo("[0,1]");
    }

    @Test
    void targets_are_names_or_a_word_or_an_expression_or_the_usual_ones() {
        assertThat(targets("all-linear")).isEqualTo("\"all-linear\"");
        assertThat(targets(".*\\.(q|v)")).isEqualTo("\".*\\\\.(q|v)\"");
        assertThat(targets("SelfAttention.q")).isEqualTo("[\"SelfAttention.q\"]");
        assertThat(targets()).isEqualTo("[\"q\",\"v\"]");
        assertThatThrownBy(() -> targets("("))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("must be a regular expression");
    }

    private static String targets(String... targets) {
        return json(lora(List.of(targets), Map.of(), Map.of(), List.of()))
                .path("target_modules")
                .toString();
    }

    private static InitialAdapter lora(
            List<String> targets, Map<String, Integer> ranks, Map<String, Double> alphas, List<Integer> layers) {
        return new InitialAdapter.LoraSettings(
                new InitialAdapter.LoraSettings.LoraWidth(4, 12, true, ranks, alphas),
                new InitialAdapter.LoraSettings.LoraPlaces(
                        targets, List.of("decoder.block.0.layer.0.SelfAttention.q"), layers),
                true,
                0.1,
                ModulesToSave.Bias.LORA_ONLY,
                List.of("final_layer_norm"));
    }

    @Test
    void factors_take_the_usual_readers_with_the_usual_targets_only() {
        ObjectNode usual = json(new InitialAdapter.Ia3Settings(List.of(), List.of("q"), List.of()));
        assertThat(usual.path("target_modules").toString()).isEqualTo("[\"k\",\"v\",\"wo\"]");
        assertThat(usual.path("feedforward_modules").toString()).isEqualTo("[\"wo\"]");
        ObjectNode own = json(new InitialAdapter.Ia3Settings(List.of("q", "wo"), List.of("wo"), List.of("shared")));
        assertThat(own.path("target_modules").toString()).isEqualTo("[\"q\",\"wo\"]");
        assertThat(own.path("feedforward_modules").toString()).isEqualTo("[\"wo\"]");
        assertThat(own.path("modules_to_save").toString()).isEqualTo("[\"shared\"]");
    }

    @Test
    void virtual_tokens_take_their_widths_from_the_model() {
        InitialAdapter prompt = new InitialVirtualTokens.PromptTuningSettings(5, InitialVirtualTokens.Start.TEXT, "ab");
        assertThat(json(prompt).path("num_virtual_tokens").asInt()).isEqualTo(5);
        assertThat(json(prompt).path("token_dim").asInt()).isEqualTo(16);
        assertThat(prompt.needsWholeRows()).isTrue();
        PromptTuning made = (PromptTuning) adapter(prompt);
        assertThat(made.first()).containsExactly(100, 101);
        assertThat(json(new InitialVirtualTokens.PTuningSettings(5, OptionalInt.empty()))
                        .path("encoder_hidden_size")
                        .asInt())
                .isEqualTo(16);
        assertThat(json(new InitialVirtualTokens.PTuningSettings(5, OptionalInt.of(7)))
                        .path("encoder_hidden_size")
                        .asInt())
                .isEqualTo(7);
        ObjectNode prefix = json(new InitialVirtualTokens.PrefixTuningSettings(5, false, OptionalInt.empty()));
        assertThat(prefix.path("prefix_projection").asBoolean()).isFalse();
    }

    @Test
    void bottlenecks_are_one_of_two_forms() {
        Bottlenecks houlsby = (Bottlenecks)
                adapter(new InitialAdapter.BottleneckSettings(InitialAdapter.Form.HOULSBY, 4, Activation.SILU));
        assertThat(houlsby).isEqualTo(Bottlenecks.houlsby(4, Activation.SILU));
        Bottlenecks pfeiffer = (Bottlenecks)
                adapter(new InitialAdapter.BottleneckSettings(InitialAdapter.Form.PFEIFFER, 8, Activation.RELU));
        assertThat(pfeiffer).isEqualTo(Bottlenecks.pfeiffer(8, Activation.RELU));
        assertThat(new InitialAdapter.None().adapter(MODEL, ByteTokenizer.of(), new Seed(1)))
                .isEmpty();
    }

    private static ObjectNode json(InitialAdapter settings) {
        return adapter(settings).toJson();
    }

    private static Adapter adapter(InitialAdapter settings) {
        return settings.adapter(MODEL, ByteTokenizer.of(), new Seed(1)).orElseThrow();
    }
}
