package dev.cloze.train.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Golden;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.tensor.Parameter;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.Tensors;
import dev.cloze.train.GoldenRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Four updates of seven weights by every optimiser, against the reference's own. */
@Tag("golden")
class OptimiserGoldenTest {

    @TestFactory
    Stream<DynamicTest> every_optimiser_moves_weights_as_the_reference_does() throws IOException {
        Optional<Path> folder = folder();
        if (folder.isEmpty()) {
            return Stream.empty();
        }
        JsonNode golden = golden(folder.get());
        return StreamSupport.stream(golden.path("optimizers").spliterator(), false)
                .map(one -> DynamicTest.dynamicTest(one.get("name").asText(), () -> follows(folder.get(), one)));
    }

    @TestFactory
    Stream<DynamicTest> gradients_are_clipped_by_the_same_factors() throws IOException {
        Optional<Path> folder = folder();
        if (folder.isEmpty()) {
            return Stream.empty();
        }
        return golden(folder.get()).path("clip_by_global_norm_of_grad_0").properties().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        "norm at most " + entry.getKey(), () -> clips(folder.get(), entry.getKey(), entry.getValue())));
    }

    private static Optional<Path> folder() {
        return Golden.folder("training/optimizers").filter(f -> Files.exists(f.resolve("optimizers.json")));
    }

    private static JsonNode golden(Path folder) throws IOException {
        return new ObjectMapper().readTree(folder.resolve("optimizers.json").toFile());
    }

    private static void follows(Path folder, JsonNode golden) {
        Optimiser optimiser = GoldenOptimisers.of(golden.get("optimizer").asText(), golden.get("args"));
        double rate = golden.get("args").path("lr").asDouble(0);
        try (PointerScope scope = new PointerScope();
                SafeTensors inputs = SafeTensors.open(folder.resolve("inputs.safetensors"));
                SafeTensors expected =
                        SafeTensors.open(folder.resolve(golden.get("name").asText() + ".safetensors"))) {
            Parameters parameters = parameters(inputs);
            RunningOptimiser running = optimiser.over(parameters);
            assertShapes(running, golden.get("state_shapes"));
            for (int step = 1; step <= golden.get("steps").asInt(); step++) {
                double norm = giveGradients(parameters, inputs, step - 1);
                running.step(rate, optimiser.clip(norm));
                assertWeights(parameters, expected, step);
            }
            assertSums(parameters, golden.get("large_sums"));
        }
    }

    private static Parameters parameters(SafeTensors inputs) {
        Map<String, Tensor> weights = new TreeMap<>();
        inputs.names().stream()
                .filter(name -> name.startsWith("param."))
                .forEach(name -> weights.put(name.substring("param.".length()), inputs.read(name)));
        return GoldenRuns.parameters(weights);
    }

    private static double giveGradients(Parameters parameters, SafeTensors inputs, int step) {
        parameters.zeroGradients();
        for (Parameter parameter : parameters.all()) {
            Tensor gradient =
                    inputs.read("grad." + step + "." + parameter.name()).clone();
            parameter.compute().mutable_grad().put(gradient);
        }
        return GradientNorm.of(parameters);
    }

    private static void assertWeights(Parameters parameters, SafeTensors expected, int step) {
        for (Parameter parameter : parameters.all()) {
            String whole = step + "." + parameter.name();
            if (expected.contains(whole)) {
                assertClose(whole, parameter.master(), expected.read(whole));
            }
            if (expected.contains(whole + ".rows")) {
                Tensor rows = Tensors.of(new long[] {0, 1, parameter.master().size(0) - 1}, 3);
                assertClose(whole, parameter.master().index_select(0, rows), expected.read(whole + ".rows"));
            }
        }
    }

    // References differ from each other by a few rounding errors (2e-7 at most between the two that were compared).
    private static void assertClose(String name, Tensor actual, Tensor expected) {
        double difference = actual.detach().sub(expected).abs().max().item_double();
        assertThat(difference).as(name).isLessThan(1e-6);
    }

    private static void assertSums(Parameters parameters, JsonNode sums) {
        Tensor large = parameters.at("large").master().detach().to(ScalarType.Double);
        assertThat(large.sum().item_double()).isCloseTo(sums.get("sum").asDouble(), within(1e-3));
        assertThat(large.abs().sum().item_double())
                .isCloseTo(sums.get("abs_sum").asDouble(), within(1e-3));
        assertThat(large.square().sum().item_double())
                .isCloseTo(sums.get("square_sum").asDouble(), within(1e-3));
    }

    private static void assertShapes(RunningOptimiser running, JsonNode shapes) {
        Map<String, Tensor> state = running.state();
        shapes.properties()
                .forEach(weight -> weight.getValue().properties().forEach(slot -> {
                    boolean placeholder = slot.getValue().size() == 1
                            && slot.getValue().get(0).asInt() == 1;
                    String name = weight.getKey() + "." + slot.getKey();
                    if (!placeholder) {
                        assertThat(state).containsKey(name);
                        assertThat(Optional.ofNullable(state.get(name))
                                        .orElseThrow()
                                        .shape())
                                .isEqualTo(StreamSupport.stream(slot.getValue().spliterator(), false)
                                        .mapToLong(JsonNode::asLong)
                                        .toArray());
                    }
                }));
    }

    private static void clips(Path folder, String limit, JsonNode golden) {
        double most = Double.parseDouble(limit);
        try (PointerScope scope = new PointerScope();
                SafeTensors inputs = SafeTensors.open(folder.resolve("inputs.safetensors"))) {
            Parameters parameters = parameters(inputs);
            double norm = giveGradients(parameters, inputs, 0);
            assertThat(norm).isCloseTo(golden.get("norm_before").asDouble(), within(1e-5));
            assertThat(new Clipping(most).factor(norm))
                    .isCloseTo(golden.get("torch_coefficient").asDouble(), within(1e-8));
            AdafactorT5x t5x = GoldenOptimisers.clippingAt(most);
            assertThat(t5x.clip(norm)).isCloseTo(golden.get("t5x_coefficient").asDouble(), within(1e-8));
        }
    }
}
