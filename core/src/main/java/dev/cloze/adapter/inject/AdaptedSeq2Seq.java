package dev.cloze.adapter.inject;

import dev.cloze.Refusal;
import dev.cloze.batch.Batch;
import dev.cloze.model.DecoderState;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.Shell;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import org.bytedeco.pytorch.Tensor;

/**
 * A model with an adapter in it: puts virtual tokens before texts.
 *
 * @param inner the model
 * @param before the virtual tokens that texts begin with
 * @param usualAdapter the number of the adapter that rows use of which nothing is said
 */
public record AdaptedSeq2Seq(Seq2SeqModel inner, SoftPrompt before, int usualAdapter) implements Seq2SeqModel, Shell {

    @Override
    public int decoderStart() {
        return inner.decoderStart();
    }

    @Override
    public int longestText() {
        return inner.longestText() - before.count();
    }

    @Override
    public Tensor encode(EncoderInput input, ForwardPass pass) {
        return inner.encode(before.count() == 0 ? input : before.before(input), pass.orUsing(usualAdapter));
    }

    @Override
    public Tensor decode(DecoderInput input, Tensor encoded, Segments source, ForwardPass pass) {
        return inner.decode(input, encoded, read(source), pass.orUsing(usualAdapter));
    }

    /** As the model does it: some tell words at their places as well. */
    @Override
    public Tensor hidden(Batch batch, ComputeDevice device, ForwardPass pass) {
        if (before.count() == 0) {
            return inner.hidden(batch, device, pass.orUsing(usualAdapter));
        }
        int inPlace = batch.rows(true).length;
        Refusal.require(
                inPlace == 0,
                "virtual tokens go before texts that are answered by writing; %d examples ask which words belong in gaps",
                inPlace);
        return Seq2SeqModel.super.hidden(batch, device, pass);
    }

    @Override
    public DecoderState start(Tensor encoded, Segments source, DecoderState.Shape shape, ForwardPass pass) {
        return inner.start(encoded, read(source), shape, pass.orUsing(usualAdapter));
    }

    @Override
    public int[] join(DecoderState state, Tensor encoded, Segments source, int length, ForwardPass pass) {
        return inner.join(state, encoded, read(source), length, pass.orUsing(usualAdapter));
    }

    private Segments read(Segments source) {
        return before.count() == 0 ? source : source.after(before.count());
    }

    @Override
    public Tensor step(DecoderState state, Tensor newIds) {
        return inner.step(state, newIds);
    }
}
