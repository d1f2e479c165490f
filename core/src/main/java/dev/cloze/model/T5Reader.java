package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.batch.Batch;
import dev.cloze.model.config.T5ReaderConfig;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Head;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Initialiser;
import org.bytedeco.pytorch.Tensor;

/** A T5 without its decoder, as transformers' {@code T5EncoderModel} keeps it: it turns texts into vectors and writes none. */
public final class T5Reader implements TextEncoder {

    private final T5Encoder encoder;

    private T5Reader(T5ReaderConfig config, Weights weights) {
        int width = config.whole().shape().dModel();
        encoder = new T5Encoder(
                T5Parts.dense(config.whole()),
                weights,
                weights.embedding("shared", config.vocab(), width, Initialiser.normal(1)));
    }

    /** The model of that shape, its weights asked for by name. */
    public static T5Reader build(T5ReaderConfig config, Weights weights) {
        return new T5Reader(config, weights);
    }

    @Override
    public Tensor encode(EncoderInput input, ForwardPass pass) {
        return encoder.encode(input, pass);
    }

    @Override
    public boolean hasHead() {
        return false;
    }

    /** Refuses: it has no head. */
    @Override
    public Tensor hidden(Batch batch, ComputeDevice device, ForwardPass pass) {
        throw headless();
    }

    /** Refuses: it has none. */
    @Override
    public Head head() {
        throw headless();
    }

    private static Refusal headless() {
        return Refusal.at("model", "a model that writes text is needed, this is a T5's encoder alone");
    }
}
