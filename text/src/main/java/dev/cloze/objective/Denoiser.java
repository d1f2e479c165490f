package dev.cloze.objective;

import dev.cloze.Seed;
import dev.cloze.text.Tokens;

/** One way of making an example of a run of tokens, ready for use: immutable and safe to use from many threads. */
public interface Denoiser {

    /** The name that its examples' labels carry. */
    String name();

    /** The most tokens that an example is made of whose room is all that was prepared for. */
    int tokensLength();

    /**
     * The most tokens that the example of a segment can have on each side. Both grow with the segment.
     *
     * @param tokens tokens of the segment, at least two
     * @param seed the example's own
     */
    Lengths lengths(int tokens, Seed seed);

    /** Whether each of its examples has a row for itself. */
    default boolean needsWholeRows() {
        return false;
    }

    /**
     * The longest segment whose example fits into a room, fewer than {@link Denoisers#FEWEST_TOKENS} where none does. For the
     * whole of the lengths that were prepared for it is at least {@link #tokensLength}.
     *
     * @param inputs tokens that may be read
     * @param targets tokens that may be written
     * @param seed the example's own
     */
    default int longest(int inputs, int targets, Seed seed) {
        int fitting = Denoisers.FEWEST_TOKENS - 1;
        int most = inputs + targets;
        while (fitting < most) {
            int tokens = (fitting + most + 1) / 2;
            Lengths lengths = lengths(tokens, seed);
            if (lengths.inputs() <= inputs && lengths.targets() <= targets) {
                fitting = tokens;
            } else {
                most = tokens - 1;
            }
        }
        return fitting;
    }

    /**
     * Splits tokens into what the model reads and what it must write. No token is lost and none is written twice.
     *
     * @param tokens at least two, at most {@link #longest} of the lengths that were prepared for
     * @param language the language that the example's label carries
     * @param seed the example's own; the same seed makes the same example
     */
    Example apply(Tokens tokens, String language, Seed seed);
}
