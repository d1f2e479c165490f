package dev.cloze.app.bench;

import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;

/**
 * What generation must at least read and multiply, in weights.
 *
 * @param shape widths and depths
 * @param vocab rows of the head
 * @param matrices matrices of a feed-forward layer
 * @param experts feed-forward layers that a sparse block has to choose from
 * @param sparseDecoder blocks of the decoder that have such a choice
 */
record GenerationCost(T5Config.Shape shape, int vocab, int matrices, int experts, int sparseDecoder) {

    static GenerationCost of(T5Config config) {
        return new GenerationCost(
                config.shape(), config.vocab(), config.feedForward().gated() ? 3 : 2, 1, 0);
    }

    static GenerationCost of(SwitchConfig config) {
        GenerationCost dense = of(config.base());
        int sparse = config.decoder().sparse();
        return new GenerationCost(
                dense.shape, dense.vocab, dense.matrices, config.routing().experts(), sparse);
    }

    /** Multiplications a token that is read: the encoder's and the cross-attention's keys and values. */
    double read() {
        return shape.encoderLayers() * (4 * attention() + feedForward()) + shape.decoderLayers() * 2 * attention();
    }

    /** Multiplications a token that is written. */
    double written() {
        return shape.decoderLayers() * (6 * attention() + feedForward()) + (double) shape.dModel() * vocab;
    }

    /** Weights that a step reads for so many rows: of the experts those that are chosen, if rows choose evenly. */
    double weights(int rows) {
        double chosen = experts * (1 - Math.pow(1 - 1.0 / experts, rows));
        return written() + sparseDecoder * (chosen - 1) * feedForward();
    }

    private double attention() {
        return (double) shape.dModel() * shape.heads() * shape.dKv();
    }

    private double feedForward() {
        return (double) matrices * shape.dModel() * shape.dFf();
    }
}
