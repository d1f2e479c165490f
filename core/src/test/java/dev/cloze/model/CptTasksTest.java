package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.config.BartConfig;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.model.config.Vocab;
import dev.cloze.nn.Activation;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import dev.cloze.train.loss.LossTargets;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.Test;

class CptTasksTest {

    /** The second and the fourth row are told in place. */
    private static final Batch BATCH = new Batch(
            new Batch.Encoder(
                    matrix(2, 4, 6, 3, 2, 5, 4, 3, 2, 7, 4, 3, 2, 4, 4, 3),
                    matrix(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                    matrix(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3)),
            new Batch.Decoder(
                    matrix(0, 2, 5, 6, 0, 2, 5, 6, 0, 2, 7, 8, 0, 2, 5, 6),
                    matrix(2, 5, 6, 3, 2, 5, 6, 3, 2, 7, 8, 3, 2, 5, 6, 3),
                    matrix(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                    matrix(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3),
                    matrix(1, 1, 1, 1, 0, 0, 2, 0, 1, 1, 1, 1, 0, 2, 2, 0)),
            Collections.nCopies(4, List.of()));

    @Test
    void rows_of_both_tasks_are_told_as_they_are_alone() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            BartConfig.Stack stack = new BartConfig.Stack(2, 2, 16);
            BartConfig halves = new BartConfig(
                    new Vocab(9, new T5Config.Ids(0, 3, 3)),
                    BartConfig.Shape.of(8, stack, new BartConfig.Stack(1, 2, 16)),
                    8,
                    Activation.GELU,
                    false,
                    0.5,
                    0,
                    true);
            WeightStore store = WeightStore.initialised(new Seed(0), Precision.FLOAT32);
            Cpt model = Cpt.build(new CptConfig(halves, 8), Weights.of(store));

            float[] together = values(model, BATCH);

            for (int row = 0; row < 4; row++) {
                float[] alone = values(model, BATCH.rows(new int[] {row}));
                for (int i = 0; i < alone.length; i++) {
                    assertThat(together[row * alone.length + i]).isCloseTo(alone[i], within(1e-5f));
                }
            }
        }
    }

    @Test
    void only_what_is_masked_carries_a_loss_in_place() {
        LossTargets targets = LossTargets.of(BATCH.decoder());
        assertThat(targets.count()).isEqualTo(11);
        assertThat(targets.sequences()).isEqualTo(4);
        assertThat(List.of(targets.sequence(3), targets.sequence(4), targets.sequence(5), targets.sequence(10)))
                .containsExactly(0, 1, 2, 3);
    }

    private static float[] values(Cpt model, Batch batch) {
        return Tensors.floats(model.hidden(batch, ComputeDevice.CPU, ForwardPass.inference()));
    }

    private static IdMatrix matrix(int... ids) {
        return IdMatrix.over(4, 4, ids);
    }
}
