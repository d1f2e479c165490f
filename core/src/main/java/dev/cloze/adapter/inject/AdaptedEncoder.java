package dev.cloze.adapter.inject;

import dev.cloze.batch.Batch;
import dev.cloze.model.Network;
import dev.cloze.model.Shell;
import dev.cloze.nn.ForwardPass;
import dev.cloze.tensor.ComputeDevice;
import org.bytedeco.pytorch.Tensor;

/**
 * A model that tells words at their places, with an adapter in it: puts virtual tokens before texts.
 *
 * @param inner the model
 * @param before the virtual tokens that texts begin with
 * @param usualAdapter the number of the adapter that rows use of which nothing is said
 */
public record AdaptedEncoder(Network inner, SoftPrompt before, int usualAdapter) implements Shell {

    @Override
    public Tensor hidden(Batch batch, ComputeDevice device, ForwardPass whole) {
        ForwardPass pass = whole.orUsing(usualAdapter);
        return before.count() == 0
                ? inner.hidden(batch, device, pass)
                : before.without(inner.hidden(before.before(batch), device, pass));
    }
}
