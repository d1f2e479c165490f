package dev.cloze.data.step;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.TokenizedDocument;
import java.util.ArrayList;
import java.util.List;

/**
 * Each document as segments of one length, the last one shorter ({@code split_tokens}).
 *
 * @param least where below {@code most}, each document's length is drawn from a log-uniform distribution between the two
 * @param most longest segment
 */
public record Split(int least, int most) implements TokenStep {

    /** Checks the range. */
    public Split {
        Refusal.require(0 < least && least <= most, "least must be in [1, most = %d], got %d", most, least);
    }

    /** Segments of one length. */
    public static Split fixed(int tokens) {
        return new Split(tokens, tokens);
    }

    @Override
    public List<TokenizedDocument> apply(List<TokenizedDocument> documents, int eosId, Seed seed) {
        List<TokenizedDocument> segments = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            TokenizedDocument document = documents.get(i);
            int length = length(seed.at(i));
            for (int from = 0; from < document.tokens().size(); from += length) {
                int to = Math.min(from + length, document.tokens().size());
                segments.add(document.withTokens(document.tokens().slice(from, to)));
            }
        }
        return segments;
    }

    private int length(Seed seed) {
        if (least == most) {
            return most;
        }
        double log = Math.log(least) + seed.fraction() * (Math.log(most) - Math.log(least));
        return Math.max(least, (int) Math.exp(log));
    }
}
