package dev.cloze.nn.attention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.batch.IdMatrix;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class SegmentsTest {

    @Test
    void a_full_row_of_one_segment_needs_no_mask() {
        assertThat(of(1, 3, 1, 1, 1)).isInstanceOf(Segments.Whole.class);
        assertThat(of(1, 3, 1, 1, 1).maskFor(Segments.WHOLE, ScalarType.Float)).isEqualTo(ScoreBias.NONE);
    }

    @Test
    void padding_is_hidden_from_everyone() {
        try (PointerScope scope = new PointerScope()) {
            Segments padded = of(2, 3, 1, 1, 0, 1, 0, 0);
            assertThat(padded).isInstanceOf(Segments.Padded.class);
            assertThat(visible(padded, padded)).containsExactly(1, 1, 0, 1, 0, 0);
        }
    }

    @Test
    void padding_at_the_end_needs_no_mask_where_nobody_looks_ahead() {
        try (PointerScope scope = new PointerScope()) {
            assertThat(causal(2, 3, 1, 1, 0, 1, 0, 0)).isInstanceOf(Segments.Whole.class);
            assertThat(causal(1, 3, 0, 1, 1)).isInstanceOf(Segments.Padded.class);
            assertThat(causal(1, 3, 1, 2, 0)).isInstanceOf(Segments.Packed.class);
        }
    }

    @Test
    void a_token_sees_its_own_segment_only() {
        try (PointerScope scope = new PointerScope()) {
            Segments packed = of(1, 5, 1, 1, 2, 2, 0);
            assertThat(visible(packed, packed))
                    .containsExactly(
                            1, 1, 0, 0, 0, //
                            1, 1, 0, 0, 0, //
                            0, 0, 1, 1, 0, //
                            0, 0, 1, 1, 0, //
                            1, 1, 1, 1, 0);
            Segments queries = of(1, 2, 2, 1);
            assertThat(visible(packed, queries)).containsExactly(0, 0, 1, 1, 0, 1, 1, 0, 0, 0);
        }
    }

    private static Segments of(int rows, int columns, int... ids) {
        return Segments.of(IdMatrix.over(rows, columns, ids), ComputeDevice.CPU);
    }

    private static Segments causal(int rows, int columns, int... ids) {
        return Segments.ofCausal(IdMatrix.over(rows, columns, ids), ComputeDevice.CPU);
    }

    private static long[] visible(Segments keys, Segments queries) {
        ScoreBias.Added mask = (ScoreBias.Added) keys.maskFor(queries, ScalarType.BFloat16);
        return Tensors.longs(mask.values().ge(new Scalar(0)));
    }
}
