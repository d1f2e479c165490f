package dev.cloze.data;

import dev.cloze.text.Tokens;

/**
 * One piece of running text as tokens.
 *
 * @param tokens what is learnt from, without an end-of-sequence token
 * @param language the language's code, {@code und} where unknown
 * @param source the name of the source it came from
 */
public record TokenizedDocument(Tokens tokens, String language, String source) implements Material {

    /** Rough number of characters that a token stands for. */
    private static final long CHARACTERS = 4;

    @Override
    public long characters() {
        return CHARACTERS * tokens.size();
    }
}
