package dev.cloze.generate;

import dev.cloze.Refusal;
import dev.cloze.batch.IdMatrix;
import dev.cloze.generate.search.Session;
import dev.cloze.model.CausalModel;
import dev.cloze.model.DecoderState;
import dev.cloze.model.input.Prompts;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** Starts decoders that have read prompts, all but their last tokens, and go on from them. */
final class CausalSession {

    private CausalSession() {}

    /** Reads {@code texts} as the model reads what it is to answer, padded at their beginnings, and makes room for {@code shape.length()} new tokens in every row. */
    static Session start(CausalModel model, Seq2SeqSession.Device where, List<Tokens> texts, DecoderState.Shape shape) {
        List<Tokens> prompts = texts.stream().map(model::prompt).toList();
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
        BiFunction<DecoderState, Tensor, Tensor> step =
                texts.equals(prompts) ? model::step : new Led(model, where.device(), last(prompts, shape.beams()));
        return new DecoderSession(step, state[0], where.device());
    }

    private static int[] last(List<Tokens> prompts, int beams) {
        return prompts.stream()
                .flatMapToInt(prompt ->
                        IntStream.generate(() -> prompt.at(prompt.size() - 1)).limit(beams))
                .toArray();
    }

    /** Steps of a model whose prompts do not end as texts do: the first reads what they end with. */
    private static final class Led implements BiFunction<DecoderState, Tensor, Tensor> {

        private final CausalModel model;
        private final ComputeDevice device;
        private final int[] last;
        private boolean begun;

        Led(CausalModel model, ComputeDevice device, int[] last) {
            this.model = model;
            this.device = device;
            this.last = last;
        }

        @Override
        public Tensor apply(DecoderState state, Tensor newIds) {
            if (begun) {
                return model.step(state, newIds);
            }
            begun = true;
            return model.step(state, Tensors.of(IdMatrix.over(last.length, 1, last), device));
        }
    }
}
