package dev.cloze.objective;

import dev.cloze.Refusal;

/**
 * The most tokens an example may have, end-of-sequence tokens included.
 *
 * @param inputs most tokens the encoder reads
 * @param targets most tokens the decoder writes
 */
public record Lengths(int inputs, int targets) {

    /** Checks that both are positive. */
    public Lengths {
        // Asked for millions of times a second, so that arguments of messages are not made in vain.
        if (inputs < 1 || targets < 1) {
            Refusal.require(inputs > 0, "inputs must be at least 1, got %d", inputs);
            Refusal.require(targets > 0, "targets must be at least 1, got %d", targets);
        }
    }
}
