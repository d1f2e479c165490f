package dev.cloze.adapter.inject;

import dev.cloze.model.CausalModel;
import dev.cloze.model.DecoderState;
import dev.cloze.model.Shell;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.Prompts;
import dev.cloze.nn.ForwardPass;
import dev.cloze.text.Tokens;
import org.bytedeco.pytorch.Tensor;

/**
 * A model with an adapter in it: puts virtual tokens before texts.
 *
 * @param inner the model
 * @param before the virtual tokens that texts begin with
 * @param usualAdapter the number of the adapter that rows use of which nothing is said
 */
public record AdaptedCausal(CausalModel inner, SoftPrompt before, int usualAdapter) implements CausalModel, Shell {

    @Override
    public int positions() {
        return inner.positions() - before.count();
    }

    @Override
    public Tokens prompt(Tokens text, int adapter) {
        return inner.prompt(text, adapter);
    }

    @Override
    public Tensor hidden(CausalInput input, ForwardPass whole) {
        ForwardPass pass = whole.orUsing(usualAdapter);
        return before.count() == 0
                ? inner.hidden(input, pass)
                : before.without(inner.hidden(before.before(input), pass));
    }

    @Override
    public DecoderState start(Prompts prompts, DecoderState.Shape shape, ForwardPass whole) {
        ForwardPass pass = whole.orUsing(usualAdapter);
        return before.count() == 0
                ? inner.start(prompts, shape, pass)
                : inner.start(prompts.after(before.first(), before.count()), shape.after(before.count()), pass);
    }

    @Override
    public int[] join(DecoderState state, Prompts prompts, int length, ForwardPass whole) {
        ForwardPass pass = whole.orUsing(usualAdapter);
        return before.count() == 0
                ? inner.join(state, prompts, length, pass)
                : inner.join(state, prompts.after(before.first(), before.count()), length + before.count(), pass);
    }

    @Override
    public Tensor step(DecoderState state, Tensor newIds) {
        return inner.step(state, newIds);
    }
}
