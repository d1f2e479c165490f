package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.batch.Batch;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.ModelInput;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import org.bytedeco.pytorch.Tensor;

/** A network that reads one text and writes another. Tensors it returns belong to the caller's scope. */
public interface Seq2SeqModel extends TextEncoder {

    /** The id that the decoder reads first. */
    int decoderStart();

    /**
     * The decoder's last hidden states, scaled as the head expects: {@code [batch, target] -> [batch, target, dModel]}.
     *
     * @param source the segments of {@code encoded}
     */
    Tensor decode(DecoderInput input, Tensor encoded, Segments source, ForwardPass pass);

    /** Encoder and decoder: {@code [batch, target, dModel]}, to be read by {@link #head}. */
    default Tensor hidden(ModelInput input, ForwardPass pass) {
        Tensor encoded = encode(input.encoder(), pass);
        return decode(input.decoder(), encoded, input.encoder().segments(), pass);
    }

    @Override
    default Tensor hidden(Batch batch, ComputeDevice device, ForwardPass pass) {
        int inPlace = batch.rows(true).length;
        Refusal.require(
                inPlace == 0,
                "this network writes; %d examples ask which words belong in gaps, as CPT and BERT do",
                inPlace);
        return hidden(ModelInput.of(batch.startingWith(decoderStart()), device), pass);
    }

    /**
     * Begins to write: projects the encoder's keys and values once and makes room for {@code shape.length()} tokens a row.
     * Row {@code item * beams + beam} writes for {@code encoded}'s row {@code item}.
     */
    DecoderState start(Tensor encoded, Segments source, DecoderState.Shape shape, ForwardPass pass);

    /**
     * Lets the items of {@code encoded} join what is under way, each with room for {@code length} tokens a row. They get free
     * slots, or new ones where there are too few: item {@code i} has rows {@code slots[i] * beams} and on.
     */
    int[] join(DecoderState state, Tensor encoded, Segments source, int length, ForwardPass pass);

    /** Reads one more token a row, {@code [rows, 1]}, and says what may follow: {@code [rows, vocab]} in float32. */
    Tensor step(DecoderState state, Tensor newIds);
}
