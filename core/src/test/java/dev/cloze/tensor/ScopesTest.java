package dev.cloze.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ScopesTest {

    private static final long MEGABYTE = 1 << 20;

    @Test
    void what_is_kept_lives_as_long_as_the_enclosing_scope() {
        Tensor kept;
        try (PointerScope outer = new PointerScope()) {
            kept = Scopes.keep(() -> torch.ones(2).add(new Scalar(1)));
            assertThat(Tensors.floats(kept)).containsExactly(2, 2);
        }
        assertThat(kept.isNull()).isTrue();
    }

    @Test
    void without_an_enclosing_scope_the_caller_closes_it() {
        Tensor kept = Scopes.keep(() -> torch.ones(2));
        assertThat(kept.isNull()).isFalse();
        kept.close();
        assertThat(kept.isNull()).isTrue();
    }

    @Test
    void a_kept_tensor_of_the_outer_scope_stays_valid() {
        try (PointerScope outer = new PointerScope()) {
            Tensor made = torch.ones(2);
            assertThat(Scopes.keep(() -> made)).isSameAs(made);
            assertThat(Tensors.floats(made)).containsExactly(1, 1);
        }
    }

    @Test
    void without_gradient_nothing_is_recorded() {
        try (PointerScope scope = new PointerScope()) {
            Tensor weight = torch.ones(2).set_requires_grad(true);
            assertThat(Scopes.keepWithoutGradient(() -> weight.mul(weight)).requires_grad())
                    .isFalse();
            assertThat(Scopes.keep(() -> weight.mul(weight)).requires_grad()).isTrue();
        }
    }

    @Test
    void memory_stays_flat_over_many_steps() {
        for (int i = 0; i < 50; i++) {
            step();
        }
        long before = Pointer.physicalBytes();
        for (int i = 0; i < 500; i++) {
            step();
        }
        assertThat(Pointer.physicalBytes() - before).isLessThan(64 * MEGABYTE);
    }

    private static void step() {
        try (PointerScope scope = new PointerScope()) {
            Tensor kept = Scopes.keep(() -> torch.ones(256, 1024).add(new Scalar(1))); // 1 MB
            kept.sum().item_float();
        }
    }
}
