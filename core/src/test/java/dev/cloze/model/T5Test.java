package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Seed;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Dropout;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.NamedTensors;
import dev.cloze.tensor.Parameter;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import java.util.Arrays;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Tiny networks with weights by formula; the expected numbers were computed by transformers 4.57.6. */
class T5Test {

    private static final float TOLERANCE = 2e-5f;
    private static final T5Config V11 = Fixture.config(Activation.GELU_NEW, true, false);

    @Test
    void version_1_0_is_plain_relu_with_a_scaled_tied_head() {
        T5Config config = Fixture.config(Activation.RELU, false, true);
        expect(config, false, 9_984, 3.442133, 0.085994f, -0.012586f, -0.085259f, 0.017565f, 0.084233f, -0.022484f);
    }

    @Test
    void version_1_1_is_gated_gelu_with_a_head_of_its_own() {
        expect(V11, false, 12_032, 3.410759, 0.083443f, 0.510553f, -0.113259f, -0.503939f, 0.142689f, 0.495606f);
    }

    @Test
    void ul2_is_gated_silu() {
        T5Config config = Fixture.config(Activation.SILU, true, false);
        expect(config, false, 12_032, 3.409781, 0.085432f, 0.510673f, -0.115255f, -0.503942f, 0.144685f, 0.495493f);
    }

    @Test
    void padding_is_not_read() {
        expect(V11, true, 12_032, 3.411359, 0.080431f, 0.506438f, -0.110006f, -0.500014f, 0.139206f, 0.491884f);
    }

    @Test
    void the_encoder_ends_with_a_norm() {
        try (PointerScope scope = new PointerScope()) {
            T5 model = Fixture.model(V11, Fixture.store());
            Tensor encoded = model.encode(Fixture.input(true).encoder());
            float[] expected = {0.611982f, -1.314278f, 0.499133f, -0.572195f, 0.542081f, 0.004893f};
            assertThat(Arrays.copyOf(Tensors.floats(encoded), 6)).containsExactly(expected, within(TOLERANCE));
        }
    }

    @Test
    void the_backward_pass_reaches_the_embedding_and_the_position_bias() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = Fixture.store();
            T5 model = Fixture.model(V11, store);
            loss(model.logits(model.hidden(Fixture.input(true), ForwardPass.inference())))
                    .backward();
            double squares = 0;
            for (Parameter parameter : store.parameters().all()) {
                squares += parameter.gradient().orElseThrow().square().sum().item_double();
            }
            assertThat(Math.sqrt(squares)).isCloseTo(2.285084, within(1e-5));
            float[] row = gradient(store, "shared.weight", 5);
            assertThat(Arrays.copyOf(row, 4))
                    .containsExactly(
                            new float[] {-0.03353196f, -0.04815007f, -0.05835493f, -0.04069861f}, within(1e-6f));
            String bias = "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight";
            assertThat(gradient(store, bias, 0))
                    .containsExactly(new float[] {-1.541e-5f, -2.306e-5f, -2.357e-5f, -1.767e-5f}, within(5e-8f));
        }
    }

    @Test
    void the_published_shapes_have_the_published_sizes() {
        assertThat(size(T5Config.v11Small())).isEqualTo(76_961_152);
        assertThat(size(T5Config.v11Small().withVocab(250_112))).isEqualTo(300_176_768);
        assertThat(size(T5Config.v11(new T5Config.Shape(4096, 64, 10_240, 64, 24, 24))))
                .isEqualTo(11_135_332_352L);
    }

    @Test
    void dropout_changes_what_it_should_and_repeats() {
        try (PointerScope scope = new PointerScope()) {
            T5 model = Fixture.model(V11, Fixture.store());
            float[] still = hidden(model, Dropout.NONE);
            float[] dropped = hidden(model, new Dropout(new Seed(1), 0.3));
            assertThat(dropped).isNotEqualTo(still).isEqualTo(hidden(model, new Dropout(new Seed(1), 0.3)));
            assertThat(hidden(model, new Dropout(new Seed(2), 0.3))).isNotEqualTo(dropped);
        }
    }

    private static float[] hidden(T5 model, Dropout dropout) {
        return Tensors.floats(model.hidden(Fixture.input(true), ForwardPass.training(dropout)));
    }

    private static void expect(T5Config config, boolean masked, long size, double loss, float... logits) {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = Fixture.store();
            T5 model = Fixture.model(config, store);
            Tensor actual = model.logits(model.hidden(Fixture.input(masked), ForwardPass.inference()));
            assertThat(store.parameters().size()).isEqualTo(size);
            assertThat(Arrays.copyOf(Tensors.floats(actual), logits.length)).containsExactly(logits, within(TOLERANCE));
            assertThat(loss(actual).item_double()).isCloseTo(loss, within(2e-6));
        }
    }

    private static Tensor loss(Tensor logits) {
        return torch.cross_entropy(logits.view(-1, logits.size(-1)), Fixture.labels());
    }

    private static float[] gradient(WeightStore store, String name, int row) {
        return Tensors.floats(
                store.parameters().at(name).gradient().orElseThrow().select(0, row));
    }

    // A file whose weights all have a wrong shape: stand-ins have the right one and take no memory.
    private static long size(T5Config config) {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.from(new WrongFile(), Precision.FLOAT32);
            T5.build(config, Weights.of(store));
            return store.parameters().size();
        }
    }

    /** Has every name, with no shape that fits. */
    private record WrongFile() implements NamedTensors {
        @Override
        public Set<String> names() {
            return Set.of();
        }

        @Override
        public boolean contains(String name) {
            return true;
        }

        @Override
        public long[] shape(String name) {
            return new long[] {7, 7, 7};
        }

        @Override
        public Tensor read(String name) {
            throw new IllegalArgumentException(name);
        }
    }
}
