package dev.cloze.model.config;

/**
 * What one forward pass costs in floating-point operations: products of matrices only, a multiplication and an addition
 * counted as two. Causal attention counts half.
 */
final class ForwardCost {

    private ForwardCost() {}

    /**
     * One half of a network.
     *
     * @param layers how many blocks it has
     * @param feedForward values of a block's feed-forward matrices together
     */
    record Half(double layers, double feedForward) {}

    /**
     * An encoder and a decoder.
     *
     * @param dModel width of the stream
     * @param inner width of all heads together
     * @param encoder what reads
     * @param decoder what writes
     * @param vocab rows of the head
     */
    record EncoderDecoder(double dModel, double inner, Half encoder, Half decoder, double vocab) {

        /** The keys and values of the cross-attention are made from the source. */
        double of(long source, long target) {
            double square = (double) source * source;
            double across = (0.5 * target + source) * target;
            double projection = dModel * inner;
            double encoderToken = 2 * encoder.layers * (4 * projection + encoder.feedForward);
            double decoderToken = 2 * (decoder.layers * (6 * projection + decoder.feedForward) + dModel * vocab);
            double crossToken = 2 * decoder.layers * 2 * projection;
            return source * (encoderToken + crossToken)
                    + target * decoderToken
                    + 4 * encoder.layers * inner * square
                    + 4 * decoder.layers * inner * across;
        }
    }

    /** An encoder alone that tells {@code told} words at their places. */
    static double encoderOnly(BertConfig.Shape shape, int vocab, long source, long told) {
        double d = shape.dModel();
        double token = 2 * shape.layers() * (4 * d * d + 2 * d * shape.dFf());
        double attention = 4 * shape.layers() * d * source * source;
        return source * token + attention + told * (2 * d * d + 2 * d * vocab);
    }

    /** A decoder alone that reads the source before it writes the target. */
    static double decoderOnly(BertConfig.Shape shape, int vocab, long source, long target) {
        double d = shape.dModel();
        double length = (double) source + target;
        double token = 2 * shape.layers() * (4 * d * d + 2 * d * shape.dFf());
        return length * token + 2 * target * d * vocab + 2 * shape.layers() * d * length * length;
    }
}
