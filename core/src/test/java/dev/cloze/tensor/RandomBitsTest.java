package dev.cloze.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Seed;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class RandomBitsTest {

    @Test
    void the_share_of_ones_is_the_one_asked_for() {
        try (PointerScope scope = new PointerScope()) {
            for (double share : new double[] {0.001, 0.1, 0.5, 0.9, 1}) {
                Tensor mask = RandomBits.mask(new Seed(3), share, torch.empty(1000, 999));
                assertThat(mask.mean().item_double()).isCloseTo(share, within(0.002));
                assertThat(mask.eq(mask.mul(mask)).all().item_bool()).isTrue();
            }
        }
    }

    @Test
    void neighbours_rows_and_seeds_are_independent() {
        try (PointerScope scope = new PointerScope()) {
            Tensor mask = RandomBits.mask(new Seed(3), 0.5, torch.empty(1000, 1000));
            Tensor other = RandomBits.mask(new Seed(4), 0.5, torch.empty(1000, 1000));
            assertThat(agreement(mask.narrow(1, 0, 999), mask.narrow(1, 1, 999)))
                    .isCloseTo(0.5, within(0.003));
            assertThat(agreement(mask.narrow(0, 0, 999), mask.narrow(0, 1, 999)))
                    .isCloseTo(0.5, within(0.003));
            assertThat(agreement(mask, other)).isCloseTo(0.5, within(0.003));
        }
    }

    @Test
    void a_mask_has_the_type_and_shape_of_its_tensor_and_repeats() {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = torch.empty(7, 3, 5).to(ScalarType.BFloat16);
            Tensor mask = RandomBits.mask(new Seed(1), 0.7, x);
            assertThat(mask.shape()).containsExactly(7, 3, 5);
            assertThat(Tensors.type(mask)).isEqualTo(ScalarType.BFloat16);
            assertThat(Tensors.floats(RandomBits.mask(new Seed(1), 0.7, x))).isEqualTo(Tensors.floats(mask));
        }
    }

    private static double agreement(Tensor one, Tensor other) {
        return one.eq(other).to(ScalarType.Double).mean().item_double();
    }

    @Test
    void bits_that_a_device_makes_for_itself_are_those_of_the_cores() {
        try (PointerScope scope = new PointerScope()) {
            for (long seed : new long[] {0, 1, -1, Long.MIN_VALUE, 0x0123456789ABCDEFL}) {
                Tensor device = RandomBits.onDevice(new Seed(seed), 40_000, ComputeDevice.CPU.device());
                assertThat(device.equal(RandomBits.onCores(new Seed(seed), 40_000)))
                        .as("seed %d", seed)
                        .isTrue();
            }
        }
    }
}
