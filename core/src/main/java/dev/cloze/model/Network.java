package dev.cloze.model;

import dev.cloze.batch.Batch;
import dev.cloze.nn.ForwardPass;
import dev.cloze.tensor.ComputeDevice;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** A whole network, most of which end in a head over their vocabulary. Tensors it returns belong to the caller's scope. */
public interface Network {

    /**
     * The hidden states from which the targets of {@code batch} are to be told, {@code [batch, target, dModel]}, to be
     * multiplied by {@link #headWeight}. What stands at places without a target does not matter.
     */
    Tensor hidden(Batch batch, ComputeDevice device, ForwardPass pass);

    /** Whether it has a head: one that only reads has none, and refuses all that needs one. */
    default boolean hasHead() {
        return true;
    }

    /** The head: {@code [vocab, dModel]}. Packed weights cannot be read back. */
    Tensor headWeight();

    /** Rows of the head. */
    default long vocab() {
        return headWeight().size(0);
    }

    /** What is added to the head's products, {@code [vocab]}, if anything. */
    default Optional<Tensor> headBias() {
        return Optional.empty();
    }

    /** {@code [.., dModel] -> [.., vocab]}. */
    Tensor logits(Tensor hidden);
}
