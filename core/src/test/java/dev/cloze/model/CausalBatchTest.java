package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.input.Positions;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class CausalBatchTest {

    @Test
    void targets_follow_the_inputs_of_their_example() {
        Batch batch = batch(
                row(7, 8, 9, 4, 5, 0),
                row(1, 1, 1, 2, 2, 0),
                row(0, 1, 2, 0, 6, 0),
                row(1, 2, 3, 6, 2, 0),
                row(1, 1, 1, 2, 2, 0));
        try (PointerScope scope = new PointerScope()) {
            CausalBatch joined = CausalBatch.of(batch, ComputeDevice.CPU);
            assertThat(Tensors.longs(joined.input().tokens())).containsExactly(7, 8, 9, 1, 2, 4, 5, 6, 0, 0, 0, 0);
            assertThat(Tensors.longs(((Segments.Packed) joined.input().segments()).ids()))
                    .containsExactly(1, 1, 1, 1, 1, 2, 2, 2, 0, 0, 0, 0);
            assertThat(Tensors.longs(((Positions.Given) joined.input().positions()).ids()))
                    .containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 0, 0, 0, 0);
            assertThat(Arrays.copyOf(Tensors.longs(joined.places()), 5)).containsExactly(2, 3, 4, 6, 7);
        }
    }

    @Test
    void targets_without_inputs_follow_the_start_id() {
        Batch batch = batch(row(0, 0), row(0, 0), row(3, 5, 6), row(5, 6, 7), row(1, 1, 1));
        try (PointerScope scope = new PointerScope()) {
            CausalBatch joined = CausalBatch.of(batch, ComputeDevice.CPU);
            assertThat(Tensors.longs(joined.input().tokens())).containsExactly(3, 5, 6);
            assertThat(joined.input().positions()).isEqualTo(Positions.COUNTED);
            assertThat(Tensors.longs(joined.places())).containsExactly(0, 1, 2);
        }
    }

    private static Batch batch(IdMatrix inputs, IdMatrix read, IdMatrix shifted, IdMatrix targets, IdMatrix written) {
        return new Batch(
                new Batch.Encoder(inputs, read, inputs),
                new Batch.Decoder(shifted, targets, written, targets),
                List.of(List.of()));
    }

    private static IdMatrix row(int... ids) {
        return IdMatrix.over(1, ids.length, ids);
    }
}
