package dev.cloze.model;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.text.Tokens;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The ids that a Versatile Language Model puts into texts of a task (Lin et al. 2020, §3.2). Each is the type of the tokens up
 * to the next.
 *
 * <pre>
 * tokens   begin source 40 41 target 50 51
 * types    begin source ..... target .....
 * </pre>
 *
 * @param begin before all
 * @param source before what is read
 * @param target before what is written
 */
record TaskTokens(int begin, int source, int target) {

    /** The first id of the first task: beyond every vocabulary. */
    static final int FIRST = 1 << 24;

    /** Ids of a task. */
    static final int COUNT = 3;

    /** Those of a task. */
    static TaskTokens of(int task) {
        int first = FIRST + COUNT * task;
        return new TaskTokens(first, first + 1, first + 2);
    }

    /** What is read where {@code text} is to be answered. */
    Tokens around(Tokens text) {
        return Tokens.of(begin, source).concat(text).append(target);
    }

    /** A batch of one example a row, the inputs of each as its task has them. */
    static Batch around(int[] tasks, Batch batch) {
        Batch.Encoder encoder = batch.encoder();
        int rows = batch.rows();
        int columns = encoder.inputTokens().columns() + COUNT;
        int[] tokens = new int[rows * columns];
        int[] segments = new int[tokens.length];
        int[] positions = new int[tokens.length];
        for (int row = 0; row < rows; row++) {
            Tokens read = of(tasks[row]).around(inputs(encoder, row));
            for (int column = 0; column < read.size(); column++) {
                int at = row * columns + column;
                tokens[at] = read.at(column);
                segments[at] = 1;
                positions[at] = column;
            }
        }
        Batch.Encoder marked = new Batch.Encoder(
                IdMatrix.over(rows, columns, tokens),
                IdMatrix.over(rows, columns, segments),
                IdMatrix.over(rows, columns, positions));
        return new Batch(marked, batch.decoder(), batch.labels());
    }

    private static Tokens inputs(Batch.Encoder encoder, int row) {
        int length = 0;
        while (length < encoder.segmentIds().columns() && encoder.segmentIds().at(row, length) != 0) {
            length++;
        }
        int first = row * encoder.inputTokens().columns();
        return Tokens.copyOf(encoder.inputTokens().shared(), first, first + length);
    }

    /** The type of each token: the last mark up to it. {@code [batch, length]}. */
    static Tensor types(Tensor tokens) {
        Tensor places =
                torch.arange(new Scalar(tokens.size(1)), tokens.options()).expand(tokens.size(0), -1);
        Tensor marks = places.masked_fill(tokens.lt(new Scalar(FIRST)), new Scalar(0));
        return tokens.gather(1, marks.cummax(1).get0());
    }
}
