package dev.cloze.train;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.T5Config;

/**
 * What one forward pass of one example costs in floating-point operations: products of matrices only, a multiplication and
 * an addition counted as two. A step costs three times as much, since the backward pass makes two products of each.
 */
public interface ForwardFlops {

    /** Operations for an example of {@code source} tokens read and {@code target} tokens written. */
    double of(long source, long target);

    /** A T5's operations. The keys and values of the cross-attention are made from the source; causal attention counts half. */
    static ForwardFlops of(T5Config config) {
        T5Config.Shape shape = config.shape();
        double d = shape.dModel();
        double inner = (double) shape.heads() * shape.dKv();
        double feedForward = (config.feedForward().gated() ? 3 : 2) * d * shape.dFf();
        double encoderToken = 2 * shape.encoderLayers() * (4 * d * inner + feedForward);
        double decoderToken = 2 * (shape.decoderLayers() * (6 * d * inner + feedForward) + d * config.vocab());
        double crossToken = 2 * shape.decoderLayers() * 2 * d * inner;
        return (source, target) -> source * (encoderToken + crossToken)
                + target * decoderToken
                + 4.0 * shape.encoderLayers() * inner * source * source
                + 4.0 * shape.decoderLayers() * inner * (0.5 * target * target + (double) target * source);
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
