package dev.cloze.batch;

import dev.cloze.objective.Example;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Takes a batch apart again, following segment ids alone. */
final class BatchReader {

    private BatchReader() {}

    /** The examples of all rows. */
    static List<Example> examples(Batch batch) {
        List<Example> examples = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            List<Example.Label> labels = batch.labels().get(row);
            for (int segment = 1; segment <= labels.size(); segment++) {
                Tokens inputs =
                        segment(batch.encoder().inputTokens(), batch.encoder().segmentIds(), row, segment);
                Tokens targets =
                        segment(batch.decoder().targetTokens(), batch.decoder().segmentIds(), row, segment);
                examples.add(new Example(inputs, targets, labels.get(segment - 1)));
            }
        }
        return examples;
    }

    private static Tokens segment(IdMatrix tokens, IdMatrix segmentIds, int row, int segment) {
        Tokens found = Tokens.EMPTY;
        for (int column = 0; column < tokens.columns(); column++) {
            if (segmentIds.at(row, column) == segment) {
                found = found.append(tokens.at(row, column));
            }
        }
        return found;
    }
}
