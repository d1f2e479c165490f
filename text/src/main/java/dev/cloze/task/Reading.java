package dev.cloze.task;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Material;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;

/**
 * How material becomes tokens. Safe to use from many threads.
 *
 * @param tokenizer makes text into tokens
 * @param recipes say which texts of a document are tokens
 */
public record Reading(Tokenizer tokenizer, Recipes recipes) {

    /** The tokens of a piece, {@code seed} decides where the tokenizer draws; tokens that were made before are checked. */
    public TokenizedDocument tokens(Material material, Seed seed) {
        if (material instanceof Document document) {
            return tokens(document, seed);
        }
        TokenizedDocument made = (TokenizedDocument) material;
        requireKnown(made.tokens(), made.source());
        requireKnown(made.targets(), made.source());
        return made;
    }

    private TokenizedDocument tokens(Document document, Seed seed) {
        if (recipes.of(document.task()).learning() instanceof Learning.Pair pairs) {
            return new TokenizedDocument(
                    tokenizer.encode(document.field(pairs.inputs()), seed.split("inputs")),
                    tokenizer.encode(document.field(pairs.targets()), seed.split("targets")),
                    document.language(),
                    document.source(),
                    document.task());
        }
        return new TokenizedDocument(
                tokenizer.encode(document.text(), seed),
                Tokens.EMPTY,
                document.language(),
                document.source(),
                document.task());
    }

    /** Tokens from a file may be those of another vocabulary. */
    private void requireKnown(Tokens tokens, String source) {
        int size = tokenizer.vocabulary().size();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.at(i) < 0 || tokens.at(i) >= size) {
                throw Refusal.at(source, "ids must be in [0, %d), the tokenizer's, got %d", size, tokens.at(i));
            }
        }
    }
}
