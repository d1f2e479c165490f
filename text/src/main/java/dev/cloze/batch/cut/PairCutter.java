package dev.cloze.batch.cut;

import dev.cloze.Seed;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.Omissions;
import dev.cloze.batch.Skipped;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.text.Framing;
import java.util.ArrayList;
import java.util.List;

/** An example for each pair: its two texts, each in the frame of its tokenizer, the second one ended in any case. */
final class PairCutter implements Cutter {

    private final Lengths lengths;
    private final Framing inputs;
    private final Framing targets;

    PairCutter(BatchPlan plan) {
        lengths = plan.shape().lengths();
        inputs = plan.tokenizer().framing();
        targets = inputs.ofTargets(plan.tokenizer().vocabulary().eosId());
    }

    @Override
    public Cut cut(List<TokenizedDocument> documents, Seed seed) {
        List<Segment> segments = new ArrayList<>();
        Omissions.Counting omissions = new Omissions.Counting();
        for (TokenizedDocument pair : documents) {
            int truncated = (pair.tokens().size() + inputs.size() > lengths.inputs() ? 1 : 0)
                    + (pair.targets().size() + targets.size() > lengths.targets() ? 1 : 0);
            omissions.add(new Omissions.Origin(pair.source(), pair.language()), Skipped.ofTruncated(truncated));
            segments.add(new Segment(pair.tokens(), example(pair)));
        }
        return new Cut(List.of(), segments, omissions.all());
    }

    private Example example(TokenizedDocument pair) {
        return new Example(
                inputs.around(pair.tokens(), lengths.inputs()),
                targets.around(pair.targets(), lengths.targets()),
                new Example.Label(pair.language(), pair.source(), pair.source(), pair.task()));
    }
}
