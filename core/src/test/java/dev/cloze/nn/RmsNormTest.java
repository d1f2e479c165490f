package dev.cloze.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Seed;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class RmsNormTest {

    private static final int WIDTH = 24;

    private final WeightStore store;
    private final RmsNorm norm;

    RmsNormTest() {
        store = WeightStore.initialised(new Seed(1), Precision.FLOAT32);
        norm = new RmsNorm(Weights.of(store), "norm", WIDTH, 1e-6);
        Scopes.withoutGradient(() -> weight().copy_(values(7, WIDTH)));
    }

    @Test
    void gradients_by_hand_are_those_that_autograd_finds() {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = values(2, 3, 5, WIDTH).set_requires_grad(true);
            List<float[]> byHand = gradients(x, norm::byHand);
            List<float[]> recorded = gradients(x, norm::recorded);
            assertThat(byHand.get(0)).containsExactly(recorded.get(0), within(1e-6f));
            assertThat(byHand.get(1)).containsExactly(recorded.get(1), within(2e-5f));
            assertThat(byHand.get(2)).containsExactly(recorded.get(2), within(2e-5f));
        }
    }

    @Test
    void a_norm_that_is_used_twice_adds_up_its_gradients() {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = values(3, 4, WIDTH).set_requires_grad(true);
            List<float[]> byHand = gradients(x, y -> norm.byHand(norm.byHand(y)));
            List<float[]> recorded = gradients(x, y -> norm.recorded(norm.recorded(y)));
            assertThat(byHand.get(1)).containsExactly(recorded.get(1), within(5e-5f));
            assertThat(byHand.get(2)).containsExactly(recorded.get(2), within(5e-5f));
        }
    }

    @Test
    void a_frozen_input_leaves_the_weight_learning() {
        try (PointerScope scope = new PointerScope()) {
            norm.forward(values(4, 2, WIDTH)).sum().backward();
            assertThat(weight().grad().defined()).isTrue();
        }
    }

    @Test
    void a_frozen_weight_collects_nothing() {
        try (PointerScope scope = new PointerScope()) {
            weight().set_requires_grad(false);
            Tensor x = values(5, 2, WIDTH).set_requires_grad(true);
            norm.forward(x).sum().backward();
            assertThat(weight().grad().defined()).isFalse();
            assertThat(x.grad().defined()).isTrue();
        }
    }

    @Test
    void nothing_is_recorded_where_no_gradient_is_wanted() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor x = values(6, 2, WIDTH).set_requires_grad(true);
            assertThat(norm.forward(x).requires_grad()).isFalse();
        }
    }

    /** The result, the input's gradient and the weight's. */
    private List<float[]> gradients(Tensor x, UnaryOperator<Tensor> forward) {
        Tensor result = forward.apply(x.mul(new Scalar(1.5)));
        result.mul(result).mul(values(9, result.shape())).sum().backward();
        List<float[]> gradients =
                List.of(Tensors.floats(result), Tensors.floats(x.grad()), Tensors.floats(weight().grad()));
        x.mutable_grad().reset();
        weight().mutable_grad().reset();
        return gradients;
    }

    private Tensor weight() {
        return store.parameters().at("norm.weight").compute();
    }

    private static Tensor values(int seed, long... shape) {
        Tensor values = torch.empty(shape);
        Initialiser.normal(1).fill(values, new Seed(seed));
        return values;
    }
}
