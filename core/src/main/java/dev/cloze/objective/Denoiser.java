package dev.cloze.objective;

import dev.cloze.Seed;
import dev.cloze.text.Tokens;

/** One way of making an example of a run of tokens, ready for use: immutable and safe to use from many threads. */
public interface Denoiser {

    /** The name that its examples' labels carry. */
    String name();

    /** The most tokens that one example is made of. */
    int tokensLength();

    /**
     * Splits tokens into what the model reads and what it must write. No token is lost and none is written twice.
     *
     * @param tokens at least two, at most {@link #tokensLength}
     * @param language the language that the example's label carries
     * @param seed the example's own; the same seed makes the same example
     */
    Example apply(Tokens tokens, String language, Seed seed);
}
