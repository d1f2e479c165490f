package dev.cloze.model;

import dev.cloze.batch.Batch;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Head;
import dev.cloze.nn.RowAdapters;
import dev.cloze.tensor.ComputeDevice;
import org.bytedeco.pytorch.Tensor;

/** A whole network, most of which end in a head over their vocabulary. Tensors it returns belong to the caller's scope. */
public interface Network {

    /**
     * The hidden states from which the targets of {@code batch} are to be told, {@code [batch, target, dModel]}, to be
     * read by {@link #head}. What stands at places without a target does not matter.
     */
    Tensor hidden(Batch batch, ComputeDevice device, ForwardPass pass);

    /** Whether it has a head: one that only reads has none, and refuses all that needs one. */
    default boolean hasHead() {
        return true;
    }

    /** The number of the adapter that rows use of which nothing is said; none for most networks. */
    default int usualAdapter() {
        return RowAdapters.NONE;
    }

    /** What tells words from {@link #hidden}. */
    Head head();

    /** What every row's head makes of hidden states: {@code [.., dModel] -> [.., vocab]}. */
    default Tensor logits(Tensor hidden) {
        return head().logits(hidden, ForwardPass.inference());
    }
}
