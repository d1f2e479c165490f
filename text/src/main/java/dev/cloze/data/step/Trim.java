package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.TokenizedDocument;
import java.util.List;

/**
 * Cuts the right end off longer documents.
 */
@Doc("Cuts off the end of longer documents.")
public record Trim(
        @Doc(value = "Most of them.", unit = "tokens") int tokens) implements TokenStep {

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
