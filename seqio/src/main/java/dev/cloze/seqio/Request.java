package dev.cloze.seqio;

import dev.cloze.Refusal;
import java.util.Map;

/**
 * What {@code get_dataset} of a task or a mixture is asked for.
 *
 * @param lengths sequence lengths by feature
 * @param shuffle whether files and elements are shuffled
 * @param seed decides everything
 * @param epochs passes over the source; 0 for no end
 * @param shard which part of the source
 * @param trim whether output features are cut to their lengths at the end
 */
public record Request(
        Map<String, Integer> lengths, boolean shuffle, long seed, long epochs, Shard shard, boolean trim) {

    /**
     * A part of a source.
     *
     * @param index which one
     * @param count of how many
     */
    public record Shard(int index, int count) {

        /** All of it. */
        public static final Shard ALL = new Shard(0, 1);

        /** Checks the range. */
        public Shard {
            Refusal.require(0 <= index && index < count, "a shard must be in [0, %d), got %d", count, index);
        }
    }

    /** Takes an unmodifiable copy. */
    public Request {
        lengths = Map.copyOf(lengths);
        Refusal.require(epochs >= 0, "epochs must be at least 0, got %d", epochs);
    }
}
