package dev.cloze.train.optimiser;

import dev.cloze.tensor.Parameters;
import java.util.SortedMap;

/**
 * How weights follow their gradients. The records hold a run file's numbers; {@link #over} starts one on a model's weights
 * and holds what changes from step to step.
 */
public sealed interface Optimiser permits AdamW, AdamWScale, AdafactorT5x, AdafactorHuggingFace {

    /** This optimiser at work on a model's weights, from the beginning. */
    default RunningOptimiser over(Parameters parameters) {
        return new RunningOptimiser(this, parameters);
    }

    /** What gradients of that global norm are multiplied by; 1 unless the optimiser clips by itself. */
    default double clip(double norm) {
        return 1;
    }

    /** The tensors it remembers for a weight of that shape, by name. */
    SortedMap<String, long[]> memory(long[] shape);

    /** Changes one weight, and the copy of it that the forward pass reads. */
    void update(WeightUpdate update);
}
