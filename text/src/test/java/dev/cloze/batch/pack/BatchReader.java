package dev.cloze.batch.pack;

import dev.cloze.batch.Batch;
import dev.cloze.objective.Example;
import java.util.ArrayList;
import java.util.List;

/** Takes a batch apart again, following segment ids alone. */
final class BatchReader {

    private BatchReader() {}

    /** The examples of all rows. */
    static List<Example> examples(Batch batch) {
        List<Example> examples = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            examples.addAll(batch.examples(row));
        }
        return examples;
    }
}
