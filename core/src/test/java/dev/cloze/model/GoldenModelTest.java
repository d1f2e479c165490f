package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.checkpoint.SafeTensors;
import dev.cloze.nn.Dropout;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.NamedTensors;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.util.HashMap;
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
    Stream<DynamicTest> bfloat16_adds_little_to_what_rounding_the_weights_does() {
        return Reference.each(GoldenModelTest::seq2seq, reference -> {
            double rounded = error(reference, BFLOAT16_ROUNDED, Precision.FLOAT32);
            double computed = error(reference, weights -> weights, Precision.BFLOAT16);
            assertThat(computed).isLessThan(4 * rounded);
        });
    }

    // Root mean square of what the logits are off.
    private static double error(Reference reference, UnaryOperator<NamedTensors> change, Precision precision)
            throws IOException {
        double[] error = {0};
        withModel(reference, change, precision, (model, store) -> {
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
        withModel(reference, weights -> weights, precision, work);
    }

    private static void withModel(
            Reference reference, UnaryOperator<NamedTensors> change, Precision precision, Work work)
            throws IOException {
        try (PointerScope scope = new PointerScope();
                SafeTensors file = reference.weights()) {
            WeightStore store = WeightStore.from(change.apply(file), precision);
            Network network = config(reference).build(Weights.of(store));
            Seq2SeqModel model = (Seq2SeqModel) network;
            store.verify("model.safetensors");
            assertThat(store.unused()).isEmpty();
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
        return actual.sub(expected).abs().max().item_double();
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
