package dev.cloze.batch.cut;

import dev.cloze.Seed;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.Omissions;
import dev.cloze.batch.Skipped;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;

/** An example for each pair: its two texts, each with an end of sequence. */
final class PairCutter implements Cutter {

    private final Lengths lengths;
    private final int eosId;

    PairCutter(BatchPlan plan) {
        lengths = plan.shape().lengths();
        eosId = plan.tokenizer().vocabulary().eosId();
    }

    @Override
    public Cut cut(List<TokenizedDocument> documents, Seed seed) {
        List<Segment> segments = new ArrayList<>();
        Omissions.Counting omissions = new Omissions.Counting();
        for (TokenizedDocument pair : documents) {
            int truncated = (pair.tokens().size() >= lengths.inputs() ? 1 : 0)
                    + (pair.targets().size() >= lengths.targets() ? 1 : 0);
            omissions.add(new Omissions.Origin(pair.source(), pair.language()), Skipped.ofTruncated(truncated));
            segments.add(new Segment(pair.tokens(), example(pair)));
        }
        return new Cut(List.of(), segments, omissions.all());
    }

    private Example example(TokenizedDocument pair) {
        return new Example(
                ended(pair.tokens(), lengths.inputs()),
                ended(pair.targets(), lengths.targets()),
                new Example.Label(pair.language(), pair.source(), pair.source()));
    }

    private Tokens ended(Tokens tokens, int most) {
        return tokens.slice(0, Math.min(tokens.size(), most - 1)).append(eosId);
    }
}
