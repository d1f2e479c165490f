package dev.cloze.generate.search;

/** Is told of tokens as they are written. */
public interface TokenListener {

    /** Tells no one. */
    TokenListener NONE = (request, id) -> {};

    /** The text of the request at that place has a new token. */
    void wrote(int request, int id);
}
