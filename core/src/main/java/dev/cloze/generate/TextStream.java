package dev.cloze.generate;

import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;

/**
 * The text of tokens that come one by one, handed on in whole characters: a character whose bytes are spread over several
 * tokens waits for the last of them.
 */
public final class TextStream {

    private static final String UNFINISHED = "\uFFFD";

    private final Tokenizer tokenizer;
    private Tokens tokens = Tokens.EMPTY;
    private String told = "";

    /** A stream of tokens of {@code tokenizer}. */
    public TextStream(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** What {@code id} adds to the text; nothing while a character is unfinished. */
    public String add(int id) {
        tokens = tokens.append(id);
        String text = tokenizer.decode(tokens);
        return text.endsWith(UNFINISHED) ? "" : told(text);
    }

    /** What is left, unfinished characters included. */
    public String end() {
        return told(tokenizer.decode(tokens));
    }

    // What was told stays told: should a later token change it, only what goes beyond it is added.
    private String told(String text) {
        String added = text.length() > told.length() ? text.substring(told.length()) : "";
        told = told + added;
        return added;
    }
}
