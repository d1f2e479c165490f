package dev.cloze.train;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * One weight at the moment of its update.
 *
 * @param name its name
 * @param weight its float32 value, to be changed
 * @param gradient its gradient
 * @param memory what the optimiser remembers of it
 * @param clock how far the run is
 */
record WeightUpdate(String name, Tensor weight, Gradient gradient, Map<String, Tensor> memory, Clock clock) {

    /**
     * How far the run is.
     *
     * @param learningRate of this step, from the schedule
     * @param steps updates of this weight, this one included; steps that brought it no gradient do not count
     */
    record Clock(double learningRate, long steps) {}

    /** The remembered tensor of that name. */
    Tensor remembered(String slot) {
        Tensor found = memory.get(slot);
        if (found == null) {
            throw new IllegalStateException(name + " has no " + slot);
        }
        return found;
    }
}
