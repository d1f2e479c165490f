package dev.cloze.generate;

import dev.cloze.generate.search.Session;
import dev.cloze.model.DecoderState;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.nn.ForwardPass;
import dev.cloze.tensor.Scopes;
import dev.cloze.text.Tokens;
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
                Encoder.Encoded encoded = new Encoder(model, where).read(inputs);
                DecoderState.Shape shape = new DecoderState.Shape(beams, length);
                state[0] = model.start(encoded.states(), encoded.segments(), shape, ForwardPass.inference());
            });
            return new Seq2SeqSession(model, where, state[0]);
        };
    }

    @Override
    public int[] join(List<Tokens> inputs, int length) {
        int[][] slots = new int[1][];
        Scopes.withoutGradient(() -> {
            Encoder.Encoded encoded = new Encoder(model, where).read(inputs);
            slots[0] = model.join(state(), encoded.states(), encoded.segments(), length, ForwardPass.inference());
        });
        return slots[0];
    }

    @Override
    Tensor step(Tensor ids) {
        return model.step(state(), ids);
    }
}
