package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * One chunk of each document, drawn anew in every epoch: of a document cut at multiples of the length, one piece
 * (Raffel et al. 2020, {@code select_random_chunk}).
 */
@Doc(name = "select-random-chunk", value = "One chunk of each document, drawn anew in every epoch.")
public record RandomChunk(
        @Doc(value = "Longest chunk.", unit = "tokens") int tokens) implements TokenStep {

    /** Checks the number. */
    public RandomChunk {
        Refusal.require(tokens > 0, "tokens must be at least 1, got %d", tokens);
    }

    @Override
    public List<TokenizedDocument> apply(List<TokenizedDocument> documents, int eosId, Seed seed) {
        List<TokenizedDocument> chunks = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            TokenizedDocument document = documents.get(i);
            chunks.add(document.withTokens(chunk(document.tokens(), seed.at(i))));
        }
        return chunks;
    }

    private Tokens chunk(Tokens all, Seed seed) {
        if (all.size() <= tokens) {
            return all;
        }
        int chunks = (all.size() - 1) / tokens + 1;
        int start = tokens * seed.random().nextInt(chunks);
        return all.slice(start, Math.min(start + tokens, all.size()));
    }
}
