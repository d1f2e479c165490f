package dev.cloze.batch;

import dev.cloze.objective.Objective;

/** How tokens become examples. */
public sealed interface Learning {

    /**
     * A text is learnt from by itself.
     *
     * @param objective makes examples of its tokens
     */
    record Denoising(Objective objective) implements Learning {}

    /**
     * A record says what to read and what to write. Each text ends with an end-of-sequence token; what is longer than a row
     * is cut off before it, and counted.
     *
     * @param inputs the field that is read
     * @param targets the field that is written
     */
    record Pairs(String inputs, String targets) implements Learning {}

    /**
     * T5's LM adaptation (Lester et al. 2021, §3.1; Raffel et al. 2020's prefix language model): runs of as many tokens as
     * the targets hold, read up to a random place and written from there on. Two runs share a row, the one's rest beside the
     * other's, so that neither side has padding.
     */
    record LmAdaptation() implements Learning {}
}
