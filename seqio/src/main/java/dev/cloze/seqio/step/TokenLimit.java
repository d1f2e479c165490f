package dev.cloze.seqio.step;

import dev.cloze.seqio.TaskContext;

/**
 * How many tokens a chunk or segment has at most.
 *
 * @param tokens the number, 0 where it follows from a feature
 * @param feature the feature whose sequence length, without an end of sequence, is the limit; empty for a number
 */
public record TokenLimit(int tokens, String feature) {

    /** A fixed number. */
    public static TokenLimit of(int tokens) {
        return new TokenLimit(tokens, "");
    }

    /** As long as a feature may be. */
    public static TokenLimit lengthOf(String feature) {
        return new TokenLimit(0, feature);
    }

    int in(TaskContext context) {
        return feature.isEmpty() ? tokens : context.lengthBeforeEos(feature);
    }
}
