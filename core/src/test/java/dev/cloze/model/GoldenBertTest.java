package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.model.config.BertConfig;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("golden")
class GoldenBertTest {

    private static final double TOLERANCE = 1e-4;

    @TestFactory
    Stream<DynamicTest> hidden_states_logits_and_loss_agree_with_the_reference() {
        return Reference.each(
                known -> known.filter(BertConfig.class::isInstance).isPresent(), reference -> {
                    try (PointerScope scope = new PointerScope();
                            SafeTensors file = reference.weights()) {
                        WeightStore store = WeightStore.from(file, Precision.FLOAT32);
                        Bert model = Bert.build((BertConfig) reference.parsed(), Weights.of(store));
                        store.verify("model.safetensors");
                        assertThat(store.unused()).isEmpty();
                        check(reference, model);
                        reference.expectGradients(store.parameters(), TOLERANCE);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> configs_survive_writing_and_reading() {
        return Reference.each(
                known -> known.filter(BertConfig.class::isInstance).isPresent(),
                reference -> assertThat(ModelConfig.parse(reference.parsed().toJson(), "written"))
                        .isEqualTo(reference.parsed()));
    }

    private static void check(Reference reference, Bert model) throws IOException {
        Map<String, Tensor> seen = new HashMap<>();
        ForwardPass pass = ForwardPass.inference().observedBy(seen::put);
        Tensor types = reference.expected().read("token_type_ids");
        EncoderInput input = new EncoderInput(reference.expected().read("input_ids"), reference.segments());
        Tensor encoded = model.encode(input, types, pass);
        int layers = model.config().shape().layers();
        for (int i = 0; i < layers; i++) {
            Tensor hidden = Objects.requireNonNull(seen.get("encoder." + i));
            assertThat(reference.distance(hidden, "hidden." + i)).isLessThan(TOLERANCE);
        }
        assertThat(reference.distance(encoded, "hidden." + layers)).isLessThan(TOLERANCE);
        Tensor logits = model.logits(model.hidden(encoded, ForwardPass.inference()));
        assertThat(reference.distance(logits, "logits")).isLessThan(TOLERANCE);
        Tensor loss = reference.crossEntropy(logits);
        assertThat(loss.item_double()).isCloseTo(reference.loss(), within(TOLERANCE));
        loss.backward();
    }
}
