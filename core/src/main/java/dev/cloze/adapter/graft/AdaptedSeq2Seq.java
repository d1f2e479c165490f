package dev.cloze.adapter.graft;

import dev.cloze.model.DecoderState;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.attention.Segments;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A model with an adapter in it: puts virtual tokens before texts, and tells the adapter's layers which pass they belong to.
 *
 * @param model the model
 * @param noise the adapter's dropout
 * @param graft what the adapter put into it
 */
public record AdaptedSeq2Seq(Seq2SeqModel model, Noise noise, Graft graft) implements Seq2SeqModel {

    @Override
    public Tensor encode(EncoderInput input, ForwardPass pass) {
        noise.follow(pass);
        Preceding before = graft.preceding();
        if (before.count() == 0) {
            return model.encode(input, pass);
        }
        Segments segments = input.segments().after(before.count());
        return model.encode(new EncoderInput(before.before(input.tokens()), segments), pass);
    }

    @Override
    public Tensor decode(DecoderInput input, Tensor encoded, Segments source, ForwardPass pass) {
        noise.follow(pass);
        graft.begin();
        try {
            return model.decode(input, encoded, read(source), pass);
        } finally {
            graft.end();
        }
    }

    @Override
    public DecoderState start(Tensor encoded, Segments source, DecoderState.Shape shape) {
        graft.begin();
        try {
            return model.start(encoded, read(source), shape);
        } finally {
            graft.end();
        }
    }

    private Segments read(Segments source) {
        int count = graft.preceding().count();
        return count == 0 ? source : source.after(count);
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
