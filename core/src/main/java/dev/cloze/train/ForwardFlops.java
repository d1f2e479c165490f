package dev.cloze.train;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.config.ModelConfig;

/**
 * What one forward pass of one example costs in floating-point operations: products of matrices only, a multiplication and
 * an addition counted as two. A step costs three times as much, since the backward pass makes two products of each.
 */
public interface ForwardFlops {

    /** Operations for an example of {@code source} tokens read and {@code target} tokens written. */
    double of(long source, long target);

    /** The operations of a network of that shape. */
    static ForwardFlops of(ModelConfig config) {
        return config::forwardFlops;
    }

    /** Forward and backward over the examples of a batch, without its padding. */
    default double step(Batch batch) {
        double sum = 0;
        for (int row = 0; row < batch.rows(); row++) {
            for (int segment = 1; segment <= batch.labels().get(row).size(); segment++) {
                sum += of(
                        length(batch.encoder().segmentIds(), row, segment),
                        length(batch.decoder().segmentIds(), row, segment));
            }
        }
        return 3 * sum;
    }

    /** Forward and backward over the rectangle of a batch, as if every row were one example without padding. */
    default double rectangle(Batch batch) {
        return 3
                * batch.rows()
                * of(
                        batch.encoder().inputTokens().columns(),
                        batch.decoder().inputTokens().columns());
    }

    private static long length(IdMatrix segments, int row, int segment) {
        long length = 0;
        for (int column = 0; column < segments.columns(); column++) {
            length += segments.at(row, column) == segment ? 1 : 0;
        }
        return length;
    }
}
