package dev.cloze.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Seed;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ExpertsTest {

    private static final FeedForward.Shape SHAPE = new FeedForward.Shape(4, 6, Activation.RELU, false, 1);

    @Test
    void tokens_of_an_expert_stand_side_by_side() {
        Routes routes = Routes.of(new long[] {2, 0, 2, 2, 0, 1, 2}, 3, new Capacity.Limit(7, 2));
        assertThat(routes.order()).containsExactly(1, 4, 5, 0, 2);
        assertThat(new int[] {routes.start(0), routes.start(1), routes.start(2)})
                .containsExactly(0, 2, 3);
        assertThat(new int[] {routes.count(0), routes.count(1), routes.count(2)})
                .containsExactly(2, 1, 2);
    }

    @Test
    void every_group_of_tokens_starts_with_empty_experts() {
        Routes routes = Routes.of(new long[] {0, 0, 0, 0, 1, 0}, 2, new Capacity.Limit(3, 1));
        assertThat(routes.order()).containsExactly(0, 3, 4);
    }

    @Test
    void limits_are_by_row_or_by_even_share() {
        assertThat(new Capacity.PerRow(5).limit(3, 40, 4)).isEqualTo(new Capacity.Limit(40, 5));
        assertThat(Capacity.DROPLESS.limit(3, 40, 4)).isEqualTo(new Capacity.Limit(120, Integer.MAX_VALUE));
        assertThat(new Capacity.PerGroup(1.25, 64, 4).limit(4, 32, 8)).isEqualTo(new Capacity.Limit(64, 10));
        assertThat(new Capacity.PerGroup(1, 2048, 2).limit(1, 2048, 2048)).isEqualTo(new Capacity.Limit(2048, 2));
        // 3 · 50 tokens are cut into 5 groups of 30, the longest that divide them and hold at most 40.
        assertThat(new Capacity.PerGroup(1, 40, 1).limit(3, 50, 10)).isEqualTo(new Capacity.Limit(30, 3));
    }

    @Test
    void losses_have_the_values_of_the_worked_example() {
        try (PointerScope scope = new PointerScope()) {
            float[] values = {2, 0, 0, 1, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0.5f};
            List<Tensor> layers = List.of(Tensors.of(values, 1, 5, 3));
            assertThat(RouterLoss.z(layers).item_double()).isCloseTo(4.2166967, within(1e-6));
            assertThat(RouterLoss.balance(layers).item_double()).isCloseTo(1.2620535, within(1e-6));
        }
    }

    @Test
    void an_even_router_has_a_balance_of_one() {
        try (PointerScope scope = new PointerScope()) {
            Tensor logits = Tensors.of(new float[] {1, 0, 0, 1}, 1, 2, 2);
            assertThat(RouterLoss.balance(List.of(logits)).item_double()).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void a_token_gets_its_experts_answer_weighted_by_its_probability() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(4), Precision.FLOAT32);
            Experts experts = experts(store, Capacity.DROPLESS);
            Tensor x = torch.randn(2, 5, 4);
            Tensor router = store.parameters().at("router.classifier.weight").compute();
            Tensor probabilities = torch.linear(x, router).softmax(-1); // [2, 5, 3]
            Tensor expected = torch.zeros_like(x);
            for (int e = 0; e < 3; e++) {
                Tensor mine = probabilities.argmax(new LongOptional(-1), true).eq(new Scalar(e));
                Tensor weight = probabilities.narrow(2, e, 1).mul(mine); // [2, 5, 1]
                expected = expected.add(answer(store, e, x).mul(weight));
            }
            Tensor actual = experts.forward(x, ForwardPass.inference());
            assertThat(actual.sub(expected).abs().max().item_double()).isLessThan(1e-6);
        }
    }

    @Test
    void a_token_that_is_turned_away_gets_nothing() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(4), Precision.FLOAT32);
            Experts experts = experts(store, new Capacity.PerRow(1));
            Tensor same = torch.ones(2, 3, 4);
            float[] lengths = Tensors.floats(
                    experts.forward(same, ForwardPass.inference()).square().sum(2));
            assertThat(lengths[0]).isPositive().isEqualTo(lengths[3]);
            assertThat(new float[] {lengths[1], lengths[2], lengths[4], lengths[5]})
                    .containsOnly(0);
        }
    }

    @Test
    void experts_without_tokens_have_no_gradient() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(4), Precision.FLOAT32);
            Experts experts = experts(store, Capacity.DROPLESS);
            experts.forward(torch.ones(1, 3, 4), ForwardPass.inference()).sum().backward();
            long reached = store.parameters().all().stream()
                    .filter(p -> p.name().endsWith("wo.weight"))
                    .filter(p -> p.gradient().isPresent())
                    .count();
            assertThat(reached).isEqualTo(1);
        }
    }

    @Test
    void a_router_may_have_a_bias() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(4), Precision.FLOAT32);
            Experts experts = new Experts(
                    Weights.of(store), SHAPE, new Experts.Routing(3, Capacity.DROPLESS, Capacity.DROPLESS, 0, true));
            store.parameters()
                    .at("router.classifier.bias")
                    .compute()
                    .detach()
                    .select(0, 2)
                    .fill_(new Scalar(99.0));
            Tensor x = torch.randn(1, 5, 4);
            Tensor found = experts.forward(x, ForwardPass.inference());
            // Weighted by a probability of 1.
            assertThat(Tensors.floats(found.sub(answer(store, 2, x)).abs().max())[0])
                    .isLessThan(1e-5f);
        }
    }

    @Test
    void jitter_is_for_training_and_repeats() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(4), Precision.FLOAT32);
            Experts experts = new Experts(
                    Weights.of(store), SHAPE, new Experts.Routing(3, Capacity.DROPLESS, Capacity.DROPLESS, 0.5));
            Tensor x = torch.randn(1, 6, 4);
            float[] first = routes(experts, x, ForwardPass.training(new Dropout(new Seed(1), 0)));
            assertThat(routes(experts, x, ForwardPass.training(new Dropout(new Seed(1), 0))))
                    .isEqualTo(first);
            assertThat(routes(experts, x, ForwardPass.training(new Dropout(new Seed(2), 0))))
                    .isNotEqualTo(first);
            ForwardPass inference = ForwardPass.inference();
            experts.forward(x, inference);
            assertThat(inference.takeRoutes()).isEmpty();
        }
    }

    private static float[] routes(Experts experts, Tensor x, ForwardPass pass) {
        Scopes.keep(() -> experts.forward(x, pass));
        return Tensors.floats(pass.takeRoutes().get(0));
    }

    private static Experts experts(WeightStore store, Capacity capacity) {
        return new Experts(Weights.of(store), SHAPE, new Experts.Routing(3, capacity, capacity, 0));
    }

    private static Tensor answer(WeightStore store, int expert, Tensor x) {
        String name = "experts.expert_" + expert;
        Tensor wi = store.parameters().at(name + ".wi.weight").compute();
        Tensor wo = store.parameters().at(name + ".wo.weight").compute();
        return torch.linear(torch.relu(torch.linear(x, wi)), wo);
    }
}
