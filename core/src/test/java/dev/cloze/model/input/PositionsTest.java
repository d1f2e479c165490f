package dev.cloze.model.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
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
}
