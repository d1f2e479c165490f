package dev.cloze.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.batch.IdMatrix;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorsTest {

    @Test
    void ids_become_a_tensor_of_the_same_rows() {
        try (PointerScope scope = new PointerScope()) {
            Tensor ids = Tensors.of(IdMatrix.over(2, 3, new int[] {1, 2, 3, 4, 5, 6}));
            assertThat(ids.shape()).containsExactly(2, 3);
            assertThat(Tensors.type(ids)).isEqualTo(ScalarType.Long);
            assertThat(Tensors.longs(ids)).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void values_come_back_in_order_even_from_a_transposed_view() {
        try (PointerScope scope = new PointerScope()) {
            Tensor matrix = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
            assertThat(Tensors.floats(matrix.t())).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(Tensors.floats(matrix.to(ScalarType.BFloat16))).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(Tensors.floats(matrix.narrow(0, 0, 0))).isEmpty();
        }
    }

    @Test
    void the_cpu_is_always_there() {
        assertThat(ComputeDevice.parse("cpu")).isEqualTo(ComputeDevice.CPU);
        assertThat(ComputeDevice.parse("CPU").toString()).isEqualTo("cpu");
        assertThat(ComputeDevice.parse("auto")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "", "cuda:", "cuda:-1", "cuda:999"})
    void a_device_that_is_not_there_is_refused(String name) {
        assertThatThrownBy(() -> ComputeDevice.parse(name))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("device: ");
    }

    @Test
    void the_processor_class_follows_from_its_flags() {
        assertThat(cpu("fpu avx2 avx512f avx512_bf16 avx512_vnni amx_tile amx_bf16 amx_int8"))
                .isEqualTo("AMX");
        assertThat(cpu("fpu avx2 avx512f avx512_bf16 avx512_vnni")).isEqualTo("AVX512-BF16");
        assertThat(cpu("fpu avx2 avx512f avx512_vnni")).isEqualTo("AVX512-VNNI");
        assertThat(cpu("fpu avx2 avx512f")).isEqualTo("AVX512");
        assertThat(cpu("fpu avx2")).isEqualTo("AVX2");
        assertThat(CpuFeatures.parse(List.of()).className()).isEqualTo("baseline");
        assertThat(CpuFeatures.here().className()).isNotBlank();
    }

    private static String cpu(String flags) {
        return CpuFeatures.parse(List.of("processor : 0", "model name : Some CPU", "flags : " + flags))
                .className();
    }
}
