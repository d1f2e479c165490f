package dev.cloze.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Golden;
import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.tensor.Tensors;
import dev.cloze.train.GoldenRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The losses of T5X and transformers on given logits: the head is the identity, so that the hidden states are the logits. */
@Tag("golden")
class CriterionGoldenTest {

    @TestFactory
    Stream<DynamicTest> every_t5x_loss_and_gradient_is_met() throws IOException {
        return cases("t5x", CriterionGoldenTest::meetsT5x);
    }

    @TestFactory
    Stream<DynamicTest> every_way_of_smoothing_is_met() throws IOException {
        return cases("label_smoothing", CriterionGoldenTest::meetsSmoothing);
    }

    private interface Check {
        void accept(Path folder, JsonNode golden);
    }

    private static Stream<DynamicTest> cases(String kind, Check check) throws IOException {
        Optional<Path> folder = Golden.folder("training/losses").filter(f -> Files.exists(f.resolve("losses.json")));
        if (folder.isEmpty()) {
            return Stream.empty();
        }
        JsonNode golden =
                new ObjectMapper().readTree(folder.get().resolve("losses.json").toFile());
        return StreamSupport.stream(golden.path(kind).spliterator(), false)
                .map(node -> DynamicTest.dynamicTest(name(node), () -> check.accept(folder.get(), node)));
    }

    private static String name(JsonNode node) {
        return "case %s z %s smoothing %s by %s"
                .formatted(
                        node.get("case"),
                        node.path("z_loss").asText("0"),
                        node.path("label_smoothing").asText(node.path("epsilon").asText()),
                        node.path("loss_normalizing_factor").asText("mean"));
    }

    private static void meetsT5x(Path folder, JsonNode golden) {
        CrossEntropy options = new CrossEntropy(
                golden.get("z_loss").asDouble(),
                new LabelSmoothing(golden.get("label_smoothing").asDouble(), LabelSmoothing.Way.T5X),
                GoldenRuns.normaliser(golden.get("loss_normalizing_factor")));
        boolean packed = golden.get("loss_normalizing_factor").asText().endsWith("packed");
        String gradient = golden.path("gradient").asText("");
        try (PointerScope scope = new PointerScope();
                SafeTensors tensors = SafeTensors.open(folder.resolve("losses.safetensors"));
                Criterion criterion = new Criterion(options, 64)) {
            Logits logits = Logits.read(tensors, golden.get("case").asText(), packed);
            Criterion.Backward found = logits.gradient(criterion);
            LossSums sums = found.loss().sums();
            assertThat(sums.loss()).isCloseTo(golden.get("loss").asDouble(), relative(golden.get("loss")));
            assertThat(sums.zPart()).isCloseTo(golden.get("z_part").asDouble(), relative(golden.get("z_part")));
            assertThat(found.gradient().abs().sum().item_double())
                    .isCloseTo(golden.get("gradient_abs_sum").asDouble(), relative(golden.get("gradient_abs_sum")));
            if (!gradient.isEmpty() && !gradient.equals("null")) {
                assertThat(found.gradient().allclose(tensors.read(gradient), 1e-5, 1e-6, false))
                        .isTrue();
            }
        }
    }

    private static void meetsSmoothing(Path folder, JsonNode golden) {
        double epsilon = golden.get("epsilon").asDouble();
        double uniform = loss(folder, golden, new LabelSmoothing(epsilon, LabelSmoothing.Way.UNIFORM));
        double t5x = loss(folder, golden, new LabelSmoothing(epsilon, LabelSmoothing.Way.T5X));
        assertThat(uniform)
                .isCloseTo(
                        golden.get("transformers.LabelSmoother").asDouble(),
                        relative(golden.get("transformers.LabelSmoother")));
        assertThat(t5x)
                .isCloseTo(
                        golden.get("t5x (NUM_REAL_TARGET_TOKENS)").asDouble(),
                        relative(golden.get("t5x (NUM_REAL_TARGET_TOKENS)")));
    }

    private static double loss(Path folder, JsonNode golden, LabelSmoothing smoothing) {
        CrossEntropy options = new CrossEntropy(0, smoothing, new Normaliser.RealTokens());
        try (PointerScope scope = new PointerScope();
                SafeTensors tensors = SafeTensors.open(folder.resolve("losses.safetensors"));
                Criterion criterion = new Criterion(options)) {
            Logits logits = Logits.read(tensors, golden.get("case").asText(), false);
            return logits.gradient(criterion).loss().sums().loss();
        }
    }

    private static Offset<Double> relative(JsonNode value) {
        return within(1e-7 + 3e-6 * Math.abs(value.asDouble()));
    }

    private record Logits(Tensor values, LossTargets targets) {

        static Logits read(SafeTensors tensors, String number, boolean packed) {
            Tensor values = tensors.read(number + ".logits");
            int rows = Math.toIntExact(values.size(0));
            int columns = Math.toIntExact(values.size(1));
            int[] ids = ints(tensors, number + ".targets");
            int[] segments = packed
                    ? ints(tensors, number + ".segment_ids")
                    : Arrays.stream(ids).map(id -> id == 0 ? 0 : 1).toArray();
            IdMatrix none = IdMatrix.over(rows, columns, new int[ids.length]);
            return new Logits(
                    values,
                    LossTargets.of(new Batch.Decoder(
                            none, IdMatrix.over(rows, columns, ids), IdMatrix.over(rows, columns, segments), none)));
        }

        private static int[] ints(SafeTensors tensors, String name) {
            return Arrays.stream(Tensors.longs(tensors.read(name)))
                    .mapToInt(Math::toIntExact)
                    .toArray();
        }

        Criterion.Backward gradient(Criterion criterion) {
            Tensor identity = torch.eye(values.size(2)).requires_grad_(true);
            return criterion.backward(
                    values, new LossHead(identity), targets, new Normaliser.StepTotals(1, targets.count()));
        }
    }
}
