package dev.cloze.generate;

import dev.cloze.batch.IdMatrix;
import dev.cloze.generate.search.Session;
import dev.cloze.model.DecoderState;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Tensors;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * A decoder under way, of whatever kind of model.
 *
 * @param step the model's step: reads one more token a row and says what may follow
 * @param state what the decoder keeps between steps
 * @param device where it computes
 */
record DecoderSession(BiFunction<DecoderState, Tensor, Tensor> step, DecoderState state, ComputeDevice device)
        implements Session {

    @Override
    public Tensor next(int[] ids) {
        return step.apply(state, Tensors.of(IdMatrix.over(ids.length, 1, ids), device));
    }

    @Override
    public void reorder(int[] rows) {
        state.reorder(rows);
    }

    @Override
    public void keep(int[] items) {
        state.keep(items);
    }

    @Override
    public void close() {
        state.close();
    }
}
