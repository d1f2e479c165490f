package dev.cloze.model.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.batch.IdMatrix;
import dev.cloze.tensor.ComputeDevice;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class PositionsTest {

    @Test
    void a_text_longer_than_its_model_has_places_is_refused() {
        try (PointerScope scope = new PointerScope()) {
            Tensor table = torch.ones(6, 2);
            assertThat(Positions.COUNTED.embed(table, 2, 1, 3).shape()).containsExactly(1, 3, 2);
            assertThatThrownBy(() -> Positions.COUNTED.embed(table, 2, 1, 4))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("a text may have 4 tokens, got 5");
        }
    }

    @Test
    void rows_of_several_texts_are_held_against_the_longest_of_them() {
        try (PointerScope scope = new PointerScope()) {
            Tensor table = torch.ones(6, 2);
            Positions fitting = Positions.of(IdMatrix.over(1, 7, new int[] {0, 1, 2, 0, 1, 2, 3}), ComputeDevice.CPU);
            assertThat(fitting.embed(table, 2, 0, 7).shape()).containsExactly(1, 7, 2);
            assertThatThrownBy(() -> fitting.after(1).embed(table, 2, 0, 8))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("a text may have 4 tokens, got 5");
            Positions beyond = Positions.of(IdMatrix.over(1, 7, new int[] {0, 1, 0, 1, 2, 3, 4}), ComputeDevice.CPU);
            assertThatThrownBy(() -> beyond.embed(table, 2, 0, 7))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("a text may have 4 tokens, got 5");
        }
    }
}
