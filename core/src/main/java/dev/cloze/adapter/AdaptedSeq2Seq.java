package dev.cloze.adapter;

import dev.cloze.model.DecoderInput;
import dev.cloze.model.DecoderState;
import dev.cloze.model.EncoderInput;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Segments;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A model with an adapter in it: tells the adapter's layers which pass they belong to.
 *
 * @param model the model
 * @param noise the adapter's dropout
 */
record AdaptedSeq2Seq(Seq2SeqModel model, Noise noise) implements Seq2SeqModel {

    @Override
    public Tensor encode(EncoderInput input, ForwardPass pass) {
        noise.follow(pass);
        return model.encode(input, pass);
    }

    @Override
    public Tensor decode(DecoderInput input, Tensor encoded, Segments source, ForwardPass pass) {
        noise.follow(pass);
        return model.decode(input, encoded, source, pass);
    }

    @Override
    public DecoderState start(Tensor encoded, Segments source, DecoderState.Shape shape) {
        return model.start(encoded, source, shape);
    }

    @Override
    public Tensor step(DecoderState state, Tensor newIds) {
        return model.step(state, newIds);
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
