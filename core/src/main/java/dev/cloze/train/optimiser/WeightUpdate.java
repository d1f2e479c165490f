package dev.cloze.train.optimiser;

import dev.cloze.tensor.Tensors;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * One weight at the moment of its update.
 *
 * @param name its name
 * @param weight its float32 value, to be changed
 * @param copy what the forward pass reads, to be made equal to the changed weight; the weight itself in float32
 * @param gradient its gradient
 * @param memory what the optimiser remembers of it
 * @param clock how far the run is
 */
record WeightUpdate(
        String name, Tensor weight, Tensor copy, Gradient gradient, Map<String, Tensor> memory, Clock clock) {

    /**
     * How far the run is.
     *
     * @param learningRate of this step, from the schedule
     * @param steps updates of this weight, this one included; steps that brought it no gradient do not count
     */
    record Clock(double learningRate, long steps) {}

    /** Whether the forward pass reads a copy. */
    boolean copied() {
        return Tensors.type(copy) != Tensors.type(weight);
    }

    /** Makes the copy equal to the weight. */
    void refresh() {
        if (copied()) {
            copy.copy_(weight);
        }
    }

    /** The remembered tensor of that name. */
    Tensor remembered(String slot) {
        Tensor found = memory.get(slot);
        if (found == null) {
            throw new IllegalStateException(name + " has no " + slot);
        }
        return found;
    }
}
