package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.batch.Batch;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.Prompts;
import dev.cloze.nn.ForwardPass;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.text.Tokens;
import org.bytedeco.pytorch.Tensor;

/**
 * A network that continues a text: every token sees those before it. Tensors it returns belong to the caller's scope.
 *
 * <pre>
 * Prompts prompts = Prompts.of(texts, pad, device);
 * try (DecoderState state = model.start(prompts, new DecoderState.Shape(beams, prompts.length() + maxNew))) {
 *     Tensor logits = model.step(state, last);      // last tokens of the prompts, one a row: what may follow
 *     logits = model.step(state, chosen);           // and so on
 * }
 * </pre>
 */
public interface CausalModel extends Network {

    /** Most tokens a text may have. */
    int positions();

    /** What it reads where it is to answer {@code text}. */
    default Tokens prompt(Tokens text) {
        return prompt(text, usualAdapter());
    }

    /** As {@link #prompt(Tokens)}, where the adapter of that number answers. */
    default Tokens prompt(Tokens text, int adapter) {
        return text;
    }

    /** The last hidden states, as the head expects them: {@code [batch, length] -> [batch, length, dModel]}. */
    Tensor hidden(CausalInput input, ForwardPass pass);

    /** In every example the targets follow the inputs; where there are no inputs, they follow the start id. */
    @Override
    default Tensor hidden(Batch batch, ComputeDevice device, ForwardPass pass) {
        int inPlace = batch.rows(true).length;
        Refusal.require(
                inPlace == 0,
                "this network writes; %d examples ask which words belong in gaps, as CPT and BERT do",
                inPlace);
        CausalBatch joined = CausalBatch.of(batch, device);
        Tensor states = hidden(joined.input(), pass); // [batch, length, dModel]
        long dModel = states.size(2);
        return states.reshape(-1, dModel)
                .index_select(0, joined.places())
                .view(batch.rows(), -1, dModel); // [batch, target, dModel]
    }

    /**
     * Begins to write: reads each prompt once, all of it but its last token, which is what the first {@link #step} takes.
     * Row {@code item * beams + beam} continues prompt {@code item}.
     *
     * @param shape how many rows continue each prompt, and room for the longest prompt and what follows it
     */
    DecoderState start(Prompts prompts, DecoderState.Shape shape, ForwardPass pass);

    /**
     * Lets prompts join what is under way, each with room for {@code length} tokens, its own included. They get free slots, or new
     * ones where there are too few: prompt {@code i} is continued by rows {@code slots[i] * beams} and on.
     */
    int[] join(DecoderState state, Prompts prompts, int length, ForwardPass pass);

    /** Reads one more token a row, {@code [rows, 1]}, and says what may follow: {@code [rows, vocab]} in float32. */
    Tensor step(DecoderState state, Tensor newIds);
}
