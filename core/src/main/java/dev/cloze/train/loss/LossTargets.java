package dev.cloze.train.loss;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import java.util.Arrays;

/**
 * The places of a batch that carry a loss, without the padding and what is read as it is to be told. Arrays run over these places, row after row.
 *
 * <pre>
 * segmentIds   1 1 2 2 2 0      rows      0 1 2 3 4 6 7
 *              1 1 0 0 0 0      sequence  0 0 1 1 1 2 2
 * </pre>
 */
public final class LossTargets {

    private final int examples;
    private final int places;
    private final int[] rows;
    private final int[] ids;
    private final int[] sequence;

    private LossTargets(int examples, int places, int[] rows, int[] ids, int[] sequence) {
        this.examples = examples;
        this.places = places;
        this.rows = rows;
        this.ids = ids;
        this.sequence = sequence;
    }

    /** The targets of a batch. */
    public static LossTargets of(Batch.Decoder decoder) {
        IdMatrix segments = decoder.segmentIds();
        int[] answers = decoder.answers().shared();
        int[] target = decoder.targetTokens().shared();
        int count = (int) Arrays.stream(answers).filter(answer -> answer != 0).count();
        int[] rows = new int[count];
        int[] ids = new int[count];
        int[] sequence = new int[count];
        int next = 0;
        int examples = 0;
        int segment = 0;
        for (int place = 0; place < answers.length; place++) {
            segment = place % segments.columns() == 0 ? 0 : segment;
            int own = segments.shared()[place];
            if (own != 0 && own != segment) {
                // An example may have gaps in which it goes on after padding.
                segment = own;
                examples++;
            }
            if (answers[place] != 0) {
                rows[next] = place;
                ids[next] = target[place];
                sequence[next] = examples - 1;
                next++;
            }
        }
        return new LossTargets(examples, answers.length, rows, ids, sequence);
    }

    /** Number of places that carry a loss. */
    public int count() {
        return rows.length;
    }

    /** Number of places in the rectangle, padding included. */
    public int places() {
        return places;
    }

    /** Number of examples. */
    public int sequences() {
        return examples;
    }

    /** The example a place belongs to, counted over all rows in order. */
    public int sequence(int index) {
        return sequence[index];
    }

    /** How much each place counts: 1, or one over the length of its example. */
    float[] weights(boolean perSequence) {
        float[] weights = new float[count()];
        Arrays.fill(weights, 1);
        if (perSequence) {
            int[] lengths = new int[sequences()];
            Arrays.stream(sequence).forEach(s -> lengths[s]++);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = 1f / lengths[sequence[i]];
            }
        }
        return weights;
    }

    /** Where each lies in the flattened rectangle, {@code length} of them: place 0 beyond the last. */
    int[] rows(int length) {
        return Arrays.copyOf(rows, length);
    }

    /** What is to be written at each, {@code length} of them: id 0 beyond the last. */
    int[] ids(int length) {
        return Arrays.copyOf(ids, length);
    }
}
