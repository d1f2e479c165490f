package dev.cloze.adapter.graft;

import dev.cloze.model.CausalModel;
import dev.cloze.model.DecoderState;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.Prompts;
import dev.cloze.nn.ForwardPass;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A model with an adapter in it: tells the adapter's layers which pass they belong to.
 *
 * @param model the model
 * @param noise the adapter's dropout
 */
public record AdaptedCausal(CausalModel model, Noise noise) implements CausalModel {

    @Override
    public int positions() {
        return model.positions();
    }

    @Override
    public Tensor hidden(CausalInput input, ForwardPass pass) {
        noise.follow(pass);
        return model.hidden(input, pass);
    }

    @Override
    public DecoderState start(Prompts prompts, DecoderState.Shape shape) {
        return model.start(prompts, shape);
    }

    @Override
    public Tensor step(DecoderState state, Tensor newIds) {
        return model.step(state, newIds);
    }

    @Override
    public long vocab() {
        return model.vocab();
    }

    @Override
    public Tensor headWeight() {
        return model.headWeight();
    }

    @Override
    public Optional<Tensor> headBias() {
        return model.headBias();
    }

    @Override
    public Tensor logits(Tensor hidden) {
        return model.logits(hidden);
    }
}
