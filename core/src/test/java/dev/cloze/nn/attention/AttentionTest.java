package dev.cloze.nn.attention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.nn.ForwardPass;
import dev.cloze.tensor.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class AttentionTest {

    @Test
    void attention_reads_the_values_of_the_best_key() {
        try (PointerScope scope = new PointerScope()) {
            Tensor keys = Tensors.of(new float[] {1, 0, 0, 1}, 1, 1, 2, 2);
            Tensor values = Tensors.of(new float[] {5, 6, 7, 8}, 1, 1, 2, 2);
            Tensor query = Tensors.of(new float[] {0, 50}, 1, 1, 1, 2);
            Tensor seen = Attention.attend(
                    query, new Attention.KeysValues(keys, values), ScoreBias.NONE, ForwardPass.inference());
            assertThat(Tensors.floats(seen)).containsExactly(7, 8);
            ScoreBias hideSecond = ScoreBias.NONE.plus(Tensors.of(new float[] {0, -1e30f}, 1, 1, 1, 2));
            Tensor first = Attention.attend(
                    query, new Attention.KeysValues(keys, values), hideSecond, ForwardPass.inference());
            assertThat(Tensors.floats(first)).containsExactly(5, 6);
        }
    }
}
