package dev.cloze.generate;

import dev.cloze.generate.search.Session;
import dev.cloze.model.DecoderState;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Scopes;
import dev.cloze.text.Tokens;
import java.util.List;

/** Starts decoders that write from what an encoder has read. */
final class Seq2SeqSession {

    private Seq2SeqSession() {}

    /** Reads {@code inputs}, padded at their ends with {@code pad}, and makes room for {@code shape} each. */
    static Session start(Seq2SeqModel model, Device where, List<Tokens> inputs, DecoderState.Shape shape) {
        DecoderState[] state = new DecoderState[1];
        Scopes.withoutGradient(() -> {
            Encoder.Encoded encoded = new Encoder(model, where).read(inputs);
            state[0] = model.start(encoded.states(), encoded.segments(), shape);
        });
        return new DecoderSession(model::step, state[0], where.device());
    }

    /**
     * Where a batch is computed and what fills it up.
     *
     * @param device where
     * @param pad the padding id
     */
    record Device(ComputeDevice device, int pad) {}
}
