package dev.cloze.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LifetimeTest {

    @Test
    void what_is_built_lives_until_its_lifetime_is_closed_whatever_scopes_are_open() {
        Lifetime lifetime = new Lifetime();
        Tensor[] built = new Tensor[2];
        try (PointerScope around = new PointerScope()) {
            lifetime.building(() -> {
                built[0] = torch.full(new long[] {3}, new Scalar(1.0));
                Scopes.withoutGradient(() -> built[1] = Lifetime.held(torch.full(new long[] {3}, new Scalar(2.0))));
                return built;
            });
        }
        assertThat(Tensors.floats(built[0])).containsExactly(1, 1, 1);
        assertThat(Tensors.floats(built[1])).containsExactly(2, 2, 2);
        lifetime.close();
        assertThat(built).allMatch(tensor -> tensor.isNull());
    }

    @Test
    void what_a_scope_inside_did_not_hold_is_gone_with_the_scope() {
        try (Lifetime lifetime = new Lifetime()) {
            AtomicReference<Tensor> passing = new AtomicReference<>();
            lifetime.building(() -> {
                Scopes.withoutGradient(() -> passing.set(torch.ones(3)));
                return passing;
            });
            assertThat(Objects.requireNonNull(passing.get()).isNull()).isTrue();
        }
    }

    @Test
    void what_failed_to_be_built_is_freed_at_once() {
        try (Lifetime lifetime = new Lifetime()) {
            AtomicReference<Tensor> begun = new AtomicReference<>();
            assertThatThrownBy(() -> lifetime.building(() -> {
                        begun.set(Lifetime.held(torch.ones(3)));
                        throw new IllegalStateException("half way");
                    }))
                    .hasMessage("half way");
            assertThat(Objects.requireNonNull(begun.get()).isNull()).isTrue();
        }
    }

    @Test
    void a_lifetime_inside_another_frees_only_its_own() {
        try (Lifetime outer = new Lifetime()) {
            Lifetime inner = new Lifetime();
            Tensor[] built = new Tensor[2];
            outer.building(() -> {
                built[1] = inner.building(() -> Lifetime.held(torch.ones(2)));
                built[0] = Lifetime.held(torch.ones(2));
                return built;
            });
            inner.close();
            assertThat(built[1].isNull()).isTrue();
            assertThat(built[0].isNull()).isFalse();
        }
    }
}
