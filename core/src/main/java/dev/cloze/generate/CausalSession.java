package dev.cloze.generate;

import dev.cloze.Refusal;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.CausalModel;
import dev.cloze.model.DecoderState;
import dev.cloze.model.Prompts;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.text.Tokens;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A decoder that has read prompts, all but their last tokens, and goes on from them. */
final class CausalSession implements Session {

    private final CausalModel model;
    private final ComputeDevice device;
    private final DecoderState state;

    private CausalSession(CausalModel model, ComputeDevice device, DecoderState state) {
        this.model = model;
        this.device = device;
        this.state = state;
    }

    /** Reads {@code prompts}, padded at their beginnings, and makes room for {@code shape.length()} new tokens in every row. */
    static CausalSession start(
            CausalModel model, Seq2SeqSession.Device where, List<Tokens> prompts, DecoderState.Shape shape) {
        int longest = prompts.stream().mapToInt(Tokens::size).max().orElse(1);
        int room = longest + shape.length() - 1; // the last token is written, not read
        Refusal.require(
                room <= model.positions(),
                "a prompt of %d tokens and %d more must fit into the model's %d positions",
                longest,
                shape.length(),
                model.positions());
        DecoderState[] state = new DecoderState[1];
        Scopes.withoutGradient(() -> state[0] = model.start(
                Prompts.of(prompts, where.pad(), where.device()), new DecoderState.Shape(shape.beams(), room)));
        return new CausalSession(model, where.device(), state[0]);
    }

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
