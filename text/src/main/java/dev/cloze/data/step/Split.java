package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.TokenizedDocument;
import java.util.ArrayList;
import java.util.List;

/** Each document as segments of one length, the last one shorter ({@code split_tokens}). */
@Doc("Each document as segments of one length, the last one shorter.")
public record Split(
        @Doc(value = "Length of a segment.", unit = "tokens")
        int tokens) implements TokenStep {

    /** Checks the number. */
    public Split {
        Refusal.require(tokens > 0, "tokens must be at least 1, got %d", tokens);
    }

    @Override
    public List<TokenizedDocument> apply(List<TokenizedDocument> documents, int eosId, Seed seed) {
        List<TokenizedDocument> segments = new ArrayList<>();
        documents.forEach(document -> split(document, tokens, segments));
        return segments;
    }

    static void split(TokenizedDocument document, int length, List<TokenizedDocument> segments) {
        for (int from = 0; from < document.tokens().size(); from += length) {
            int to = Math.min(from + length, document.tokens().size());
            segments.add(document.withTokens(document.tokens().slice(from, to)));
        }
    }
}
