package dev.cloze.batch;

import dev.cloze.Seed;
import dev.cloze.objective.Denoiser;
import dev.cloze.objective.Example;
import dev.cloze.text.Tokens;

/**
 * A run of tokens that becomes one example.
 *
 * @param tokens what it is made of
 * @param language the language of all of them
 * @param denoiser makes it
 * @param seed decides how
 */
record Segment(Tokens tokens, String language, Denoiser denoiser, Seed seed) {

    Example example() {
        return denoiser.apply(tokens, language, seed);
    }
}
