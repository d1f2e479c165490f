package dev.cloze.generate;

import dev.cloze.Refusal;
import dev.cloze.generate.search.Session;
import dev.cloze.model.CausalModel;
import dev.cloze.model.DecoderState;
import dev.cloze.model.input.Prompts;
import dev.cloze.tensor.Scopes;
import dev.cloze.text.Tokens;
import java.util.List;

/** Starts decoders that have read prompts, all but their last tokens, and go on from them. */
final class CausalSession {

    private CausalSession() {}

    /** Reads {@code prompts}, padded at their beginnings, and makes room for {@code shape.length()} new tokens in every row. */
    static Session start(
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
        return new DecoderSession(model::step, state[0], where.device());
    }
}
