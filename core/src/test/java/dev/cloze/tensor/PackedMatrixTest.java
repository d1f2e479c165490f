package dev.cloze.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PackedMatrixTest {

    private static final int IN = 96;
    private static final int OUT = 80;

    @Test
    void float32_multiplies_as_the_matrix_does() {
        try (PointerScope scope = new PointerScope()) {
            assertThat(error(Precision.FLOAT32, PackedMatrix.Rows.FEW, 5)).isLessThan(1e-6);
        }
    }

    @Test
    void bfloat16_loses_the_last_of_eight_bits() {
        try (PointerScope scope = new PointerScope()) {
            assertThat(error(Precision.BFLOAT16, PackedMatrix.Rows.MANY, 5)).isBetween(1e-4, 5e-3);
        }
    }

    @Test
    void int8_is_off_by_a_hundredth_in_both_kernels() {
        assumeInt8();
        try (PointerScope scope = new PointerScope()) {
            assertThat(error(Precision.INT8, PackedMatrix.Rows.FEW, 5)).isBetween(1e-3, 0.02);
            assertThat(error(Precision.INT8, PackedMatrix.Rows.MANY, 5)).isBetween(1e-3, 0.02);
        }
    }

    @Test
    void a_row_of_int8_does_not_depend_on_its_batch() {
        assumeInt8();
        for (PackedMatrix.Rows rows : PackedMatrix.Rows.values()) {
            try (PointerScope scope = new PointerScope();
                    PackedMatrix matrix = PackedMatrix.of(random(1, OUT, IN), Precision.INT8, rows)) {
                Tensor x = random(2, 7, IN);
                x.select(0, 3).mul_(new Scalar(1000.0)); // an outlier spoils no other row
                Tensor together = matrix.times(x, ScalarType.Float);
                for (int i = 0; i < 7; i++) {
                    Tensor alone = matrix.times(x.narrow(0, i, 1), ScalarType.Float);
                    assertThat(Tensors.floats(together.narrow(0, i, 1))).containsExactly(Tensors.floats(alone));
                }
            }
        }
    }

    @Test
    void zeros_give_zeros() {
        assumeInt8();
        for (PackedMatrix.Rows rows : PackedMatrix.Rows.values()) {
            try (PointerScope scope = new PointerScope();
                    PackedMatrix matrix = PackedMatrix.of(random(1, OUT, IN), Precision.INT8, rows)) {
                float[] values = Tensors.floats(
                        matrix.times(torch.zeros(2, IN), ScalarType.Float).abs());
                assertThat(values).containsOnly(0f);
            }
        }
    }

    @Test
    void the_fastest_precision_follows_the_processor() {
        assertThat(Precision.fastest(cpu(true, true), ComputeDevice.CPU)).isEqualTo(Precision.BFLOAT16);
        assertThat(Precision.fastest(cpu(false, true), ComputeDevice.CPU)).isEqualTo(Precision.INT8);
        assertThat(Precision.fastest(cpu(false, false), ComputeDevice.CPU)).isEqualTo(Precision.FLOAT32);
        assertThat(Precision.fastest(cpu(false, true), new ComputeDevice(ComputeDevice.Kind.CUDA, 0)))
                .isEqualTo(Precision.BFLOAT16);
    }

    @Test
    void an_unknown_precision_is_refused() {
        assertThatThrownBy(() -> Precision.forUse("fp8", ComputeDevice.CPU))
                .isInstanceOf(Refusal.class)
                .hasMessage("--precision: must be auto, float32, bf16 or int8, got 'fp8'");
        assertThatThrownBy(() -> Precision.forUse("int8", new ComputeDevice(ComputeDevice.Kind.CUDA, 1)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("int8 needs a CPU with AVX512-VNNI, got cuda:1");
    }

    private static CpuFeatures cpu(boolean amx, boolean vnni) {
        return new CpuFeatures("", amx, vnni, vnni, vnni, true);
    }

    private static void assumeInt8() {
        Assumptions.assumeTrue(CpuFeatures.here().avx512vnni(), "int8 needs AVX512-VNNI");
    }

    // The share of the product's length by which it is off.
    private static double error(Precision precision, PackedMatrix.Rows rows, int batch) {
        Tensor weight = random(1, OUT, IN);
        Tensor x = random(2, batch, 3, IN);
        try (PackedMatrix matrix = PackedMatrix.of(weight, precision, rows)) {
            Tensor expected = torch.linear(x, weight); // [batch, 3, out]
            Tensor found = matrix.times(x, ScalarType.Float);
            assertThat(found.shape()).containsExactly(batch, 3, OUT);
            return found.sub(expected).norm().item_float() / expected.norm().item_float();
        }
    }

    private static Tensor random(long seed, long... shape) {
        return torch.empty(shape).normal_(0, 1, new GeneratorOptional(torch.make_generator_cpu(seed)));
    }
}
