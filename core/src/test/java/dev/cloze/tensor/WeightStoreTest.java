package dev.cloze.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class WeightStoreTest {

    private static final Initialiser UNIT = Initialiser.normal(1);
    private static final long[] SHAPE = {3, 4};

    @Test
    void first_values_depend_on_the_name_and_not_on_the_order() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore forwards = WeightStore.initialised(new Seed(7), Precision.FLOAT32);
            WeightStore backwards = WeightStore.initialised(new Seed(7), Precision.FLOAT32);
            List.of("a", "b").forEach(name -> forwards.parameter(name, UNIT, SHAPE));
            List.of("b", "a").forEach(name -> backwards.parameter(name, UNIT, SHAPE));
            for (String name : List.of("a", "b")) {
                assertThat(values(forwards, name)).isEqualTo(values(backwards, name));
            }
            assertThat(values(forwards, "a")).isNotEqualTo(values(forwards, "b"));
        }
    }

    @Test
    void first_values_follow_the_deviation_asked_for() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(1), Precision.FLOAT32);
            Tensor weight =
                    store.parameter("w", Initialiser.normal(0.25), 200, 200).master();
            assertThat(weight.std(false).item_double()).isBetween(0.245, 0.255);
            assertThat(weight.mean().item_double()).isBetween(-0.01, 0.01);
        }
    }

    @Test
    void a_name_is_one_weight_however_often_it_is_asked_for() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(1), Precision.FLOAT32);
            assertThat(store.parameter("w", UNIT, SHAPE)).isSameAs(store.parameter("w", UNIT, SHAPE));
            assertThatThrownBy(() -> store.parameter("w", UNIT, 4, 3))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("w: asked for as [3, 4] and as [4, 3]");
        }
    }

    @Test
    void bfloat16_computes_with_a_copy_that_refresh_renews() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(1), Precision.BFLOAT16);
            Parameter weight = store.parameter("w", UNIT, SHAPE);
            assertThat(Tensors.type(weight.master())).isEqualTo(ScalarType.Float);
            assertThat(Tensors.type(weight.compute())).isEqualTo(ScalarType.BFloat16);
            Scopes.withoutGradient(() -> weight.master().fill_(new Scalar(3)));
            store.parameters().refresh();
            assertThat(Tensors.floats(weight.compute())).containsOnly(3);
            assertThat(weight.compute().requires_grad()).isTrue();
            assertThat(weight.master().requires_grad()).isFalse();
        }
    }

    @Test
    void gradients_are_found_forgotten_and_added_up_in_float32() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(1), Precision.BFLOAT16);
            Parameter weight = store.parameter("w", UNIT, SHAPE);
            assertThat(weight.gradient()).isEmpty();
            weight.compute().sum().backward();
            assertThat(Tensors.floats(weight.gradient().orElseThrow())).containsOnly(1);
            store.parameters().accumulateGradients();
            // 1 + 1/512 is not a bfloat16: the sum must be kept in more bits.
            weight.compute().mul(new Scalar(1 / 512.0)).sum().backward();
            store.parameters().accumulateGradients();
            assertThat(Tensors.floats(weight.gradient().orElseThrow())).containsOnly(1 + 1 / 512f);
            store.parameters().zeroGradients();
            assertThat(weight.gradient()).isEmpty();
        }
    }

    @Test
    void weights_for_inference_are_held_once_and_collect_nothing() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore.Placement placement =
                    new WeightStore.Placement(Precision.BFLOAT16, ComputeDevice.CPU, WeightStore.Use.INFERENCE);
            Parameter weight = WeightStore.initialised(new Seed(1), placement).parameter("w", UNIT, SHAPE);
            assertThat(weight.compute()).isSameAs(weight.master());
            assertThat(Tensors.type(weight.compute())).isEqualTo(ScalarType.BFloat16);
            assertThat(weight.compute().requires_grad()).isFalse();
            assertThat(weight.trained()).isFalse();
        }
    }

    @Test
    void all_misfits_of_a_file_are_told_at_once() {
        try (PointerScope scope = new PointerScope()) {
            NamedTensors file = new InMemory(Map.of("a", torch.ones(3, 4), "b", torch.ones(4, 3), "d", torch.ones(1)));
            WeightStore store = WeightStore.from(file, Precision.FLOAT32);
            List.of("a", "b", "c").forEach(name -> store.parameter(name, UNIT, SHAPE));
            assertThat(store.unused()).containsExactly("d");
            assertThatThrownBy(() -> store.verify("model.safetensors"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("model.safetensors: 2 weights do not fit the model")
                    .hasMessageContaining("b is [4, 3], not [3, 4]")
                    .hasMessageContaining("c is missing");
        }
    }

    @Test
    void weights_outlive_the_scope_they_were_made_in() {
        WeightStore store = WeightStore.initialised(new Seed(1), Precision.BFLOAT16);
        try (PointerScope scope = new PointerScope()) {
            store.parameter("w", Initialiser.ONES, SHAPE);
        }
        try (PointerScope scope = new PointerScope()) {
            assertThat(values(store, "w")).hasSize(12).containsOnly(1);
        }
    }

    private static float[] values(WeightStore store, String name) {
        return Tensors.floats(store.parameters().at(name).master());
    }

    /** A file that lies in memory. */
    private record InMemory(Map<String, Tensor> tensors) implements NamedTensors {
        @Override
        public Set<String> names() {
            return tensors.keySet();
        }

        @Override
        public boolean contains(String name) {
            return tensors.containsKey(name);
        }

        @Override
        public long[] shape(String name) {
            return read(name).shape();
        }

        @Override
        public Tensor read(String name) {
            return Objects.requireNonNull(tensors.get(name));
        }
    }
}
