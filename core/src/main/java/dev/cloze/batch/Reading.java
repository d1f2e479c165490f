package dev.cloze.batch;

import dev.cloze.data.Document;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.text.Tokenizer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How a feed's elements become tokens.
 *
 * @param tokenizer makes one into tokens; this may take its time, as many threads do it
 * @param size about how many characters it has, quickly
 * @param <D> the elements: documents, or documents that are tokens already
 */
record Reading<D>(Function<D, TokenizedDocument> tokenizer, ToLongFunction<D> size) {

    /** Rough number of characters that a token stands for. */
    private static final long CHARACTERS = 4;

    static Reading<Document> text(Tokenizer tokenizer) {
        return new Reading<>(
                document -> new TokenizedDocument(
                        tokenizer.encode(document.text()), document.language(), document.source()),
                document -> document.text().length());
    }

    /** Documents that are tokens already. */
    static Reading<TokenizedDocument> none() {
        return new Reading<>(
                document -> document, document -> CHARACTERS * document.tokens().size());
    }
}
