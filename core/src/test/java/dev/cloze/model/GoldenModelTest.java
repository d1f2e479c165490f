package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.model.config.BartConfig;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Dropout;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.NamedTensors;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("golden")
class GoldenModelTest {

    private static final double TOLERANCE = 1e-4;
    private static final UnaryOperator<NamedTensors> BFLOAT16_ROUNDED = Rounded::new;

    @TestFactory
    Stream<DynamicTest> hidden_states_agree_with_the_reference() {
        return Reference.each(
                GoldenModelTest::seq2seq,
                reference -> withModel(reference, Precision.FLOAT32, (model, store) -> {
                    Map<String, Tensor> seen = new HashMap<>();
                    model.hidden(reference.input(), ForwardPass.inference().observedBy(seen::put));
                    close("encoder", seen, reference.expected().read("encoder_last_hidden_state"));
                    for (String name : reference.expected().names()) {
                        if (name.contains("_hidden.")) {
                            close(
                                    reference.place(name),
                                    seen,
                                    reference.expected().read(name));
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> logits_and_loss_agree_with_the_reference() {
        return Reference.each(
                GoldenModelTest::seq2seq,
                reference -> withModel(reference, Precision.FLOAT32, (model, store) -> {
                    ForwardPass pass = ForwardPass.training(Dropout.NONE);
                    Tensor logits = model.logits(model.hidden(reference.input(), pass));
                    assertThat(distance(logits, reference.expected().read("logits")))
                            .isLessThan(TOLERANCE);
                    assertThat(loss(reference, logits, pass).item_double())
                            .isCloseTo(reference.loss(), within(TOLERANCE));
                }));
    }

    @TestFactory
    Stream<DynamicTest> gradients_agree_with_the_reference() {
        return Reference.each(
                GoldenModelTest::seq2seq,
                reference -> withModel(reference, Precision.FLOAT32, (model, store) -> {
                    ForwardPass pass = ForwardPass.training(Dropout.NONE);
                    loss(reference, model.logits(model.hidden(reference.input(), pass)), pass)
                            .backward();
                    reference.expectGradients(store.parameters(), TOLERANCE);
                }));
    }

    @TestFactory
    Stream<DynamicTest> bfloat16_is_off_by_less_than_4_times_what_rounding_the_weights_does() {
        return Reference.each(
                known -> seq2seq(known) && !experts(known), reference -> bfloat16IsOffByLess(reference, 4));
    }

    @TestFactory
    Stream<DynamicTest> with_experts_it_is_less_than_8_times_as_some_tokens_change_theirs() {
        return Reference.each(
                known -> seq2seq(known) && experts(known), reference -> bfloat16IsOffByLess(reference, 8));
    }

    private static boolean experts(Optional<ModelConfig> config) {
        return config.filter(SwitchConfig.class::isInstance).isPresent();
    }

    private static void bfloat16IsOffByLess(Reference reference, double times) throws IOException {
        double rounded = error(reference, BFLOAT16_ROUNDED, placement(Precision.FLOAT32, WeightStore.Use.TRAINING));
        for (WeightStore.Use use : List.of(WeightStore.Use.TRAINING, WeightStore.Use.INFERENCE)) {
            double computed = error(reference, weights -> weights, placement(Precision.BFLOAT16, use));
            assertThat(computed).as(use.toString()).isLessThan(times * rounded);
        }
    }

    private static WeightStore.Placement placement(Precision precision, WeightStore.Use use) {
        return new WeightStore.Placement(precision, ComputeDevice.CPU, use);
    }

    // Root mean square of what the logits are off.
    private static double error(
            Reference reference, UnaryOperator<NamedTensors> change, WeightStore.Placement placement)
            throws IOException {
        double[] error = {0};
        withModel(reference, change, placement, (model, store) -> {
            Tensor logits = model.logits(model.hidden(reference.input(), ForwardPass.inference()));
            Tensor off = logits.to(ScalarType.Float).sub(reference.expected().read("logits"));
            error[0] = off.square().mean().sqrt().item_double();
        });
        return error[0];
    }

    private static Tensor loss(Reference reference, Tensor logits, ForwardPass pass) {
        Tensor loss = reference.crossEntropy(logits);
        for (ForwardPass.AuxiliaryLoss part : pass.losses()) {
            loss = loss.add(part.value());
        }
        return loss;
    }

    /** What is done with a model whose weights come from {@code store}. */
    private interface Work {
        void on(Seq2SeqModel model, WeightStore store) throws IOException;
    }

    private static void withModel(Reference reference, Precision precision, Work work) throws IOException {
        withModel(reference, weights -> weights, placement(precision, WeightStore.Use.TRAINING), work);
    }

    private static void withModel(
            Reference reference, UnaryOperator<NamedTensors> change, WeightStore.Placement placement, Work work)
            throws IOException {
        try (PointerScope scope = new PointerScope();
                SafeTensors file = reference.weights()) {
            WeightStore store = WeightStore.from(change.apply(file), placement);
            Network network = Networks.build(config(reference), Weights.of(store));
            Seq2SeqModel model = (Seq2SeqModel) network;
            store.verify("model.safetensors");
            // A Switch Transformer with a head of its own comes with copies of its embedding.
            assertThat(store.unused()).allMatch(name -> name.endsWith(".embed_tokens.weight"));
            work.on(model, store);
        }
    }

    private static boolean seq2seq(Optional<ModelConfig> config) {
        return config.filter(known ->
                        known instanceof T5Config || known instanceof SwitchConfig || known instanceof BartConfig)
                .isPresent();
    }

    // The reference's own habits: experts turn tokens away while training, too.
    private static ModelConfig config(Reference reference) {
        ModelConfig config = reference.parsed();
        return config instanceof SwitchConfig sparse ? sparse.compat() : config;
    }

    private static void close(String place, Map<String, Tensor> seen, Tensor expected) {
        assertThat(seen).containsKey(place);
        assertThat(distance(Objects.requireNonNull(seen.get(place)), expected))
                .as(place)
                .isLessThan(TOLERANCE);
    }

    private static double distance(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        return Reference.share(actual, expected);
    }

    /** Weights that went through bfloat16. */
    private record Rounded(NamedTensors file) implements NamedTensors {
        @Override
        public Set<String> names() {
            return file.names();
        }

        @Override
        public boolean contains(String name) {
            return file.contains(name);
        }

        @Override
        public long[] shape(String name) {
            return file.shape(name);
        }

        @Override
        public Tensor read(String name) {
            return file.read(name).to(ScalarType.BFloat16);
        }
    }
}
