package dev.cloze.generate;

import dev.cloze.batch.IdMatrix;
import dev.cloze.model.DecoderState;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.text.Tokens;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** An encoder that has read its inputs, and a decoder that writes. */
final class Seq2SeqSession implements Session {

    private final Seq2SeqModel model;
    private final ComputeDevice device;
    private final DecoderState state;

    private Seq2SeqSession(Seq2SeqModel model, ComputeDevice device, DecoderState state) {
        this.model = model;
        this.device = device;
        this.state = state;
    }

    /** Reads {@code inputs}, padded at their ends with {@code pad}, and makes room for {@code shape} each. */
    static Seq2SeqSession start(Seq2SeqModel model, Device where, List<Tokens> inputs, DecoderState.Shape shape) {
        DecoderState[] state = new DecoderState[1];
        Scopes.withoutGradient(() -> {
            Encoder.Encoded encoded = new Encoder(model, where).read(inputs);
            state[0] = model.start(encoded.states(), encoded.segments(), shape);
        });
        return new Seq2SeqSession(model, where.device(), state[0]);
    }

    /**
     * Where a batch is computed and what fills it up.
     *
     * @param device where
     * @param pad the padding id
     */
    record Device(ComputeDevice device, int pad) {}

    @Override
    public Tensor next(int[] ids) {
        return model.step(state, Tensors.of(IdMatrix.over(ids.length, 1, ids), device));
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
