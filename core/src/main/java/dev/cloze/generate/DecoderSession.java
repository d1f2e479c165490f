package dev.cloze.generate;

import dev.cloze.batch.IdMatrix;
import dev.cloze.generate.search.Session;
import dev.cloze.model.DecoderState;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/** A decoder under way, of whatever kind of model. */
abstract class DecoderSession implements Session {

    private final DecoderState state;
    private final ComputeDevice device;

    DecoderSession(DecoderState state, ComputeDevice device) {
        this.state = state;
        this.device = device;
    }

    final DecoderState state() {
        return state;
    }

    /** The model's step: reads one more token a row and says what may follow. */
    abstract Tensor step(Tensor ids);

    @Override
    public Tensor next(int[] ids) {
        return step(Tensors.of(IdMatrix.over(ids.length, 1, ids), device));
    }

    @Override
    public final void reorder(int[] rows) {
        state.reorder(rows);
    }

    @Override
    public final void release(int slot) {
        state.release(slot);
    }

    @Override
    public void keep(int[] slots) {
        state.keep(slots);
    }

    @Override
    public final int slots() {
        return state.items();
    }

    @Override
    public final void close() {
        state.close();
    }
}
