package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Seed;
import dev.cloze.data.TokenizedDocument;
import java.util.List;

/** An end-of-sequence token behind each document; a {@link Trim} behind it may cut it off again. */
@Doc("An end of sequence behind each document. A trim behind it may cut it off; a trim before it makes room.")
public record AppendEos() implements TokenStep {

    @Override
    public List<TokenizedDocument> apply(List<TokenizedDocument> documents, int eosId, Seed seed) {
        return documents.stream()
                .map(document -> document.withTokens(document.tokens().append(eosId)))
                .toList();
    }
}
