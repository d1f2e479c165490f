package dev.cloze.generate;

import dev.cloze.generate.search.Session;
import dev.cloze.model.DecoderState;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.tensor.Scopes;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A decoder that writes from what an encoder has read; inputs are padded at their ends. */
final class Seq2SeqSession extends DecoderSession {

    private final Seq2SeqModel model;
    private final BatchPlacement where;

    private Seq2SeqSession(Seq2SeqModel model, BatchPlacement where, DecoderState state) {
        super(state, where.device());
        this.model = model;
        this.where = where;
    }

    /** Sessions of {@code model} with so many rows for each input. */
    static Session.Factory of(Seq2SeqModel model, BatchPlacement where, int beams) {
        return (inputs, length) -> {
            DecoderState[] state = new DecoderState[1];
            Scopes.withoutGradient(() -> {
                RowUse use = RowUse.of(model, inputs);
                Encoder.Encoded encoded = new Encoder(model, where).read(use);
                DecoderState.Shape shape = new DecoderState.Shape(beams, length);
                state[0] = model.start(encoded.states(), encoded.segments(), shape, use.pass(where.device()));
            });
            return new Seq2SeqSession(model, where, state[0]);
        };
    }

    @Override
    public int[] join(List<Session.Input> inputs, int length) {
        int[][] slots = new int[1][];
        Scopes.withoutGradient(() -> {
            RowUse use = RowUse.of(model, inputs);
            Encoder.Encoded encoded = new Encoder(model, where).read(use);
            slots[0] = model.join(state(), encoded.states(), encoded.segments(), length, use.pass(where.device()));
        });
        return slots[0];
    }

    @Override
    Tensor step(Tensor ids) {
        return model.step(state(), ids);
    }
}
