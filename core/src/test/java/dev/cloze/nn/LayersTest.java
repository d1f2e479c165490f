package dev.cloze.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayersTest {

    @Test
    void rms_norm_scales_to_unit_length_without_moving_the_mean() {
        try (PointerScope scope = new PointerScope()) {
            RmsNorm norm = new RmsNorm(weights(), "norm", 4, 0);
            float[] y = Tensors.floats(norm.forward(Tensors.of(new float[] {2, 2, 2, -2, 0, 3, 0, 4}, 2, 4)));
            assertThat(y).containsExactly(new float[] {1, 1, 1, -1, 0, 1.2f, 0, 1.6f}, within(1e-6f));
        }
    }

    @Test
    void dropout_at_rate_zero_is_the_input_itself() {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = torch.ones(3);
            assertThat(Dropout.NONE.at("a").at(3).apply(x)).isSameAs(x);
        }
    }

    @Test
    void dropout_repeats_for_a_seed_and_keeps_the_mean() {
        try (PointerScope scope = new PointerScope()) {
            Dropout dropout = new Dropout(new Seed(5), 0.25);
            Tensor x = torch.ones(100, 100);
            float[] first = Tensors.floats(dropout.at("a").at(1).apply(x));
            assertThat(Tensors.floats(dropout.at("a").at(1).apply(x))).isEqualTo(first);
            assertThat(Tensors.floats(dropout.at("a").at(2).apply(x))).isNotEqualTo(first);
            assertThat(Tensors.floats(dropout.at("b").at(1).apply(x))).isNotEqualTo(first);
            assertThat(first).containsOnly(0, 4 / 3f);
            assertThat(dropout.apply(x).mean().item_double()).isCloseTo(1, within(0.03));
            assertThatThrownBy(() -> new Dropout(new Seed(1), 1)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void a_dense_projection_multiplies_by_its_rows() {
        try (PointerScope scope = new PointerScope()) {
            Projection projection = new Projection.Dense(Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
            assertThat(Tensors.floats(projection.apply(Tensors.of(new float[] {1, 10}, 1, 2), ForwardPass.inference())))
                    .containsExactly(21, 43, 65);
        }
    }

    @Test
    void the_gate_multiplies_and_the_plain_layer_bends() {
        try (PointerScope scope = new PointerScope()) {
            Projection two = new Projection.Dense(Tensors.of(new float[] {2}, 1, 1));
            Projection minus = new Projection.Dense(Tensors.of(new float[] {-1}, 1, 1));
            Tensor three = Tensors.of(new float[] {3}, 1, 1, 1);
            FeedForward gated = new FeedForward.Gated(two, minus, two, Activation.RELU);
            FeedForward plain = new FeedForward.Plain(minus, two, Activation.RELU);
            assertThat(gated.forward(three, ForwardPass.inference()).item_float())
                    .isEqualTo(2 * (6 * -3));
            assertThat(plain.forward(three, ForwardPass.inference()).item_float())
                    .isZero();
        }
    }

    @Test
    void activations_have_the_names_of_configs() {
        for (Activation activation : Activation.values()) {
            assertThat(Activation.parse("config.json", activation.configName())).isEqualTo(activation);
        }
        assertThatThrownBy(() -> Activation.parse("config.json", "mish"))
                .isInstanceOf(Refusal.class)
                .hasMessage("config.json: must be relu, gelu, gelu_new, silu, quick_gelu or tanh, got 'mish'");
    }

    @Test
    void the_new_gelu_is_the_tanh_approximation() {
        try (PointerScope scope = new PointerScope()) {
            for (float x : new float[] {-3, -0.5f, 0, 1, 2.5f}) {
                double inner = Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3));
                double expected = 0.5 * x * (1 + Math.tanh(inner));
                assertThat((double) Activation.GELU_NEW
                                .apply(Tensors.of(new float[] {x}, 1))
                                .item_float())
                        .isCloseTo(expected, within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "quick_gelu, -0.0180713",
        "tanh, -0.9950547",
        "relu, 0",
        "silu, -0.1422775",
        "gelu, -0.0040496",
        "gelu_python, -0.0040496"
    })
    void activations_bend_minus_three_as_their_formulas_do(String name, double expected) {
        try (PointerScope scope = new PointerScope()) {
            Tensor bent = Activation.parse(name).apply(Tensors.of(new float[] {-3}, 1));
            assertThat((double) bent.item_float()).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void an_activation_times_a_gate_is_their_product() {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = torch.linspace(new Scalar(-12), new Scalar(12), 4_001);
            Tensor gate = torch.linspace(new Scalar(-2), new Scalar(3), 4_001);
            for (Activation activation : Activation.values()) {
                Tensor apart = activation.times(x, gate).sub(activation.apply(x).mul(gate));
                assertThat(apart.abs().max().item_double()).as("%s", activation).isLessThan(5e-6);
            }
        }
    }

    private static Weights weights() {
        return Weights.of(WeightStore.initialised(new Seed(1), Precision.FLOAT32));
    }
}
