package dev.cloze.data;

import dev.cloze.text.Tokens;

/**
 * One piece of running text as tokens.
 *
 * @param tokens what is learnt from, without an end-of-sequence token
 * @param language the language's code, {@code und} where unknown
 * @param source the name of the source it came from
 */
public record TokenizedDocument(Tokens tokens, String language, String source) {}
