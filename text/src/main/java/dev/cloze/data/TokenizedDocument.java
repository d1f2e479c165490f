package dev.cloze.data;

import dev.cloze.text.Tokens;

/**
 * One piece of text as tokens.
 *
 * @param tokens what is learnt from, without an end-of-sequence token
 * @param targets what is to be written for it, without an end-of-sequence token; empty where the text is learnt from by itself
 * @param language the language's code, {@code und} where unknown
 * @param source the name of the source it came from, for reports
 * @param task the index of the task that it is learnt for
 */
public record TokenizedDocument(Tokens tokens, Tokens targets, String language, String source, int task)
        implements Material {

    /** Running text of the only task. */
    public TokenizedDocument(Tokens tokens, String language, String source) {
        this(tokens, Tokens.EMPTY, language, source);
    }

    /** A pair of the only task. */
    public TokenizedDocument(Tokens tokens, Tokens targets, String language, String source) {
        this(tokens, targets, language, source, 0);
    }

    /** Rough number of characters that a token stands for. */
    private static final long CHARACTERS = 4;

    /** This document with other tokens. */
    public TokenizedDocument withTokens(Tokens changed) {
        return new TokenizedDocument(changed, targets, language, source, task);
    }

    @Override
    public TokenizedDocument ofTask(int index) {
        return index == task ? this : new TokenizedDocument(tokens, targets, language, source, index);
    }

    @Override
    public long characters() {
        return CHARACTERS * (tokens.size() + targets.size());
    }
}
