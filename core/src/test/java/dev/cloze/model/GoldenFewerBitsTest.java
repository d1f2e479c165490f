package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.model.input.Positions;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.CpuFeatures;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** What computing in fewer bits costs: the root mean square of what logits are off, over that of the logits. */
@Tag("golden")
class GoldenFewerBitsTest {

    @TestFactory
    Stream<DynamicTest> logits_of_networks_with_scaled_scores_are_within_3_percent_of_float32() {
        return Reference.each(
                known -> known.filter(config -> !unscaled(config)).isPresent(),
                reference -> assertThat(error(
                                reference, Precision.BFLOAT16, WeightStore.Use.TRAINING, WeightStore.Use.INFERENCE))
                        .isLessThan(0.03));
    }

    @TestFactory
    Stream<DynamicTest> packed_bfloat16_is_within_3_percent() {
        return Reference.each(
                known -> known.filter(config -> !unscaled(config)).isPresent(),
                reference -> assertThat(error(reference, Precision.BFLOAT16, WeightStore.Use.PACKED))
                        .isLessThan(0.03));
    }

    @TestFactory
    Stream<DynamicTest> packed_int8_is_within_4_percent() {
        Assumptions.assumeTrue(CpuFeatures.here().avx512vnni(), "int8 needs AVX512-VNNI");
        return Reference.each(
                known -> known.filter(config -> !unscaled(config)).isPresent(),
                reference -> assertThat(error(reference, Precision.INT8, WeightStore.Use.PACKED))
                        .isLessThan(0.04));
    }

    // T5's scores are not divided by anything: with weights as random as these, the softmax magnifies every rounding.
    // What that does is measured beside what rounding the weights alone does, in GoldenModelTest.
    private static boolean unscaled(ModelConfig config) {
        return config instanceof T5Config || config instanceof SwitchConfig;
    }

    private static double error(Reference reference, Precision precision, WeightStore.Use... uses) {
        double worst = 0;
        for (WeightStore.Use use : uses) {
            try (PointerScope scope = new PointerScope()) {
                WeightStore.Placement placement = new WeightStore.Placement(precision, ComputeDevice.CPU, use);
                Network network =
                        ModelFolder.load(reference.folder(), placement).network();
                Tensor expected = reference.expected().read(network instanceof Vlm ? "logits.0" : "logits");
                Tensor off = logits(network, reference).to(ScalarType.Float).sub(expected);
                worst = Math.max(worst, rms(off) / rms(expected));
            }
        }
        return worst;
    }

    private static double rms(Tensor values) {
        return values.square().mean().sqrt().item_double();
    }

    private static Tensor logits(Network network, Reference reference) {
        ForwardPass pass = ForwardPass.inference();
        if (network instanceof Seq2SeqModel model) {
            return model.logits(model.hidden(reference.input(), pass));
        }
        Tensor tokens = reference.expected().read("input_ids");
        if (network instanceof Bert bert) {
            Tensor types = reference.expected().read("token_type_ids");
            return bert.logits(
                    bert.hidden(bert.encode(new EncoderInput(tokens, reference.segments()), types, pass), pass));
        }
        CausalModel model = network instanceof Vlm vlm ? vlm.doing(0) : (CausalModel) network;
        Optional<Tensor> types =
                network instanceof Vlm ? Optional.of(reference.expected().read("token_type_ids")) : Optional.empty();
        Segments segments = reference.segments();
        return model.logits(model.hidden(new CausalInput(tokens, segments, Positions.COUNTED, types), pass));
    }
}
