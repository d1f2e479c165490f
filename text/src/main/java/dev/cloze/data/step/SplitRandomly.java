package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.TokenizedDocument;
import java.util.ArrayList;
import java.util.List;

/** Each document as segments of one length, which is drawn for it ({@code split_tokens} with a least length). */
@Doc("Each document as segments of one length, which is drawn for it from a log-uniform distribution.")
public record SplitRandomly(
        @Doc(value = "Shortest length.", unit = "tokens") int least,
        @Doc(value = "Longest length.", unit = "tokens") int most)
        implements TokenStep {

    /** Checks the range. */
    public SplitRandomly {
        Refusal.require(0 < least && least <= most, "least must be in [1, most = %d], got %d", most, least);
    }

    @Override
    public List<TokenizedDocument> apply(List<TokenizedDocument> documents, int eosId, Seed seed) {
        List<TokenizedDocument> segments = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            Split.split(documents.get(i), length(seed.at(i)), segments);
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
