package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Seed;
import dev.cloze.batch.IdMatrix;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.model.input.ModelInput;
import dev.cloze.nn.Dropout;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.RandomBits;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What a GPU computes is what the CPU does. */
@Tag("gpu")
@EnabledIf("present")
class AcceleratorTest {

    private static final Seed SEED = new Seed(5);
    private static final T5Config CONFIG =
            T5Config.v11(new T5Config.Shape(32, 8, 64, 4, 2, 2)).withVocab(384);
    private static final List<Tokens> INPUTS =
            List.of(Tokens.of(5, 9, 14, 1), Tokens.of(33, 1), Tokens.of(7, 8, 9, 80, 60, 50, 40, 1));

    static boolean present() {
        return ComputeDevice.gpus() > 0;
    }

    @Test
    void logits_are_the_cpus() {
        assertClose(on(AcceleratorTest::logits), 1e-3);
    }

    @Test
    void gradients_are_the_cpus() {
        assertClose(on(AcceleratorTest::gradients), 1e-3);
    }

    @Test
    void dropout_drops_the_same_values() {
        List<Tensor> masks = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            for (ComputeDevice device : devices()) {
                Tensor like = Tensors.empty(device, ScalarType.Float, 17, 1001);
                masks.add(RandomBits.mask(SEED, 0.9, like).to(ComputeDevice.CPU.device(), ScalarType.Float));
            }
            assertThat(masks.get(0).equal(masks.get(1))).isTrue();
        }
    }

    @Test
    void greedy_texts_are_the_cpus() {
        assertSame(GenerationOptions.greedy(12));
    }

    @Test
    void texts_of_beams_are_the_cpus() {
        assertSame(GenerationOptions.greedy(12).with(new Decoding.BeamSearch(3, 1, Decoding.EarlyStopping.UNLIKELY)));
    }

    @Test
    void scores_are_the_cpus() {
        List<double[]> scores = new ArrayList<>();
        for (ComputeDevice device : devices()) {
            scores.add(with(
                    device,
                    generator -> generator.score(INPUTS, INPUTS).stream()
                            .mapToDouble(score -> score.logProbabilities().stream()
                                    .mapToDouble(value -> value)
                                    .sum())
                            .toArray()));
        }
        assertThat(scores.get(1)).containsExactly(scores.get(0), within(1e-2));
    }

    @Test
    void vectors_are_the_cpus() {
        List<List<float[]>> vectors = new ArrayList<>();
        for (ComputeDevice device : devices()) {
            try (PointerScope scope = new PointerScope();
                    WeightStore store = store(device)) {
                vectors.add(new Embedder(T5.build(CONFIG, Weights.of(store)), 0, device).embed(INPUTS));
            }
        }
        for (int i = 0; i < INPUTS.size(); i++) {
            assertThat(vectors.get(1).get(i)).containsExactly(vectors.get(0).get(i), within(1e-3f));
        }
    }

    private static void assertSame(GenerationOptions options) {
        List<List<Tokens>> texts = new ArrayList<>();
        for (ComputeDevice device : devices()) {
            texts.add(with(
                    device,
                    generator -> generator.generate(INPUTS, options).stream()
                            .map(Candidate::tokens)
                            .toList()));
        }
        assertThat(texts.get(1)).isEqualTo(texts.get(0));
    }

    private static <T> T with(ComputeDevice device, Function<Generator, T> work) {
        try (PointerScope scope = new PointerScope();
                WeightStore store = store(device)) {
            return work.apply(
                    new Generator(T5.build(CONFIG, Weights.of(store)), CONFIG.ids(), Optional.empty(), device));
        }
    }

    private static List<float[]> on(Function<ComputeDevice, float[]> work) {
        return devices().stream()
                .map(device -> {
                    try (PointerScope scope = new PointerScope()) {
                        return work.apply(device);
                    }
                })
                .toList();
    }

    private static float[] logits(ComputeDevice device) {
        try (WeightStore store = store(device)) {
            T5 model = T5.build(CONFIG, Weights.of(store));
            return Tensors.floats(model.logits(model.hidden(input(device), ForwardPass.inference())));
        }
    }

    private static float[] gradients(ComputeDevice device) {
        WeightStore.Placement where = new WeightStore.Placement(Precision.FLOAT32, device, WeightStore.Use.TRAINING);
        try (WeightStore store = WeightStore.initialised(SEED, where)) {
            T5 model = T5.build(CONFIG, Weights.of(store));
            ForwardPass pass = ForwardPass.training(new Dropout(SEED, 0.1));
            torch.log_softmax(model.logits(model.hidden(input(device), pass)), -1)
                    .mean()
                    .backward();
            return Tensors.floats(store.parameters()
                    .at("encoder.block.0.layer.0.SelfAttention.q.weight")
                    .gradient()
                    .orElseThrow());
        }
    }

    private static ModelInput input(ComputeDevice device) {
        Tensor tokens = Tensors.of(IdMatrix.over(2, 4, new int[] {5, 9, 14, 1, 80, 3, 7, 1}), device);
        return new ModelInput(new EncoderInput(tokens, Segments.WHOLE), new DecoderInput(tokens, Segments.WHOLE));
    }

    private static WeightStore store(ComputeDevice device) {
        return WeightStore.initialised(
                SEED, new WeightStore.Placement(Precision.FLOAT32, device, WeightStore.Use.INFERENCE));
    }

    private static List<ComputeDevice> devices() {
        return List.of(ComputeDevice.CPU, ComputeDevice.parse("auto"));
    }

    private static void assertClose(List<float[]> values, double share) {
        float largest = 0;
        for (float value : values.get(0)) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isPositive();
        assertThat(values.get(1)).containsExactly(values.get(0), within((float) share * largest));
    }
}
