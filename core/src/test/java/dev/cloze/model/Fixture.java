package dev.cloze.model;

import dev.cloze.Seed;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.config.T5Config;
import dev.cloze.model.config.Vocab;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.model.input.ModelInput;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Parameter;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import org.bytedeco.pytorch.Tensor;

/** The tiny networks whose weights are a formula of their names, two rows of inputs and two of labels. */
final class Fixture {

    static final IdMatrix INPUTS = IdMatrix.over(2, 6, new int[] {5, 6, 7, 8, 1, 0, 9, 10, 11, 12, 13, 1});
    static final int[] LABELS = {3, 4, 1, 5, 1, -100};
    private static final IdMatrix PRESENT = IdMatrix.over(2, 6, new int[] {1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1});

    private Fixture() {}

    static T5Config config(Activation activation, boolean gated, boolean tied) {
        return new T5Config(
                T5Config.Family.T5,
                new Vocab(32, new T5Config.Ids(0, 1, 0)),
                new T5Config.Shape(16, 4, 24, 4, 2, 2),
                new T5Config.Positions(8, 16),
                new T5Config.FeedForwardKind(activation, gated),
                new T5Config.Head(tied, tied),
                1e-6,
                0);
    }

    static WeightStore store() {
        return WeightStore.initialised(new Seed(0), Precision.FLOAT32);
    }

    static T5 model(T5Config config, WeightStore store) {
        T5 model = T5.build(config, Weights.of(store));
        fill(store);
        return model;
    }

    /** {@code value j = 0.2 · sin(0.1 (j + 1) + h)}, h from the letters of the name; norms are 1 plus half of that. */
    static void fill(WeightStore store) {
        store.parameters().all().forEach(Fixture::fill);
    }

    private static void fill(Parameter parameter) {
        // The embedding has three names; the reference fills it under the first of them.
        String name = parameter.name().equals("shared.weight") ? "decoder.embed_tokens.weight" : parameter.name();
        int h = name.chars().sum() % 97;
        float[] values = new float[Math.toIntExact(parameter.master().numel())];
        for (int j = 0; j < values.length; j++) {
            double v = 0.2 * Math.sin(0.1 * (j + 1) + h);
            values[j] = (float) (name.contains("layer_norm") ? 1 + 0.5 * v : v);
        }
        long[] shape = parameter.master().shape();
        Scopes.withoutGradient(() -> parameter.master().copy_(Tensors.of(values, shape)));
    }

    static ModelInput input(boolean masked) {
        Segments source = masked ? Segments.of(PRESENT, ComputeDevice.CPU) : Segments.WHOLE;
        return new ModelInput(
                new EncoderInput(Tensors.of(INPUTS), source),
                new DecoderInput(Tensors.of(new int[] {0, 3, 4, 0, 5, 1}, 2, 3), Segments.WHOLE));
    }

    static Tensor labels() {
        return Tensors.of(LABELS, LABELS.length);
    }
}
