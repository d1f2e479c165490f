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
 * @param injection what the adapter put into it
 */
public record AdaptedEncoder(Network inner, Injection injection) implements Shell {

    @Override
    public Tensor hidden(Batch batch, ComputeDevice device, ForwardPass pass) {
        SoftPrompt before = injection.softPrompt();
        return before.count() == 0
                ? inner.hidden(batch, device, pass)
                : before.without(inner.hidden(before.before(batch), device, pass));
    }
}
