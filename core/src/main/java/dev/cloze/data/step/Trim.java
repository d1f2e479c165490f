package dev.cloze.data.step;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.TokenizedDocument;
import java.util.List;

/**
 * Cuts the right end off longer documents.
 *
 * @param tokens most tokens of a document
 */
public record Trim(int tokens) implements TokenStep {

    /** Checks the number. */
    public Trim {
        Refusal.require(tokens > 0, "tokens must be at least 1, got %d", tokens);
    }

    @Override
    public List<TokenizedDocument> apply(List<TokenizedDocument> documents, int eosId, Seed seed) {
        return documents.stream()
                .map(document -> document.tokens().size() <= tokens
                        ? document
                        : document.withTokens(document.tokens().slice(0, tokens)))
                .toList();
    }
}
