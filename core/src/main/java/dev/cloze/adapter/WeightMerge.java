package dev.cloze.adapter;

import dev.cloze.tensor.NamedTensors;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/** How an adapter's weights go into the model's own, so that the model alone does what both did. */
public interface WeightMerge {

    /** The model's weights that change, by the names of the adapter's tensors; the caller checks that they are there. */
    Set<String> changed(NamedTensors own);

    /** As {@link #changed}, for weights that not every model has. */
    default Set<String> changedIfThere(NamedTensors own) {
        return Set.of();
    }

    /**
     * A weight of the model with the adapter in it. Stops where their shapes do not fit.
     *
     * @param name its name
     * @param weight its value in float32, which may be changed
     * @param own the adapter's tensors
     */
    Tensor merged(String name, Tensor weight, NamedTensors own);
}
