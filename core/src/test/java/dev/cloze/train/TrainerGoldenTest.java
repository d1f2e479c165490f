package dev.cloze.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Golden;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Whole runs of the reference, step by step: loss, gradient norm, learning rate, and the weights at the end. */
@Tag("golden")
class TrainerGoldenTest {

    @TestFactory
    Stream<DynamicTest> every_run_is_followed_step_by_step() throws IOException {
        Optional<Path> folder = Golden.folder("training").filter(f -> Files.isDirectory(f.resolve("runs")));
        if (folder.isEmpty()) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder.get().resolve("runs"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(
                            String.valueOf(file.getFileName()), () -> follows(GoldenRun.read(folder.get(), file))));
        }
    }

    private static void follows(GoldenRun run) throws IOException {
        GoldenRun.Trace trace = run.trace();
        assertThat(trace.steps()).hasSize(run.log().size());
        Yardstick yardstick = new Yardstick(run, trace);
        for (StepReport report : trace.steps()) {
            follows(run, report, yardstick);
        }
        try (PointerScope scope = new PointerScope();
                SafeTensors end = run.openEnd()) {
            for (String name : end.names()) {
                float[] found = Objects.requireNonNull(trace.weights().get(name));
                double difference = Yardstick.distance(found, Tensors.floats(end.read(name)));
                yardstick.require(name, difference, yardstick.weights(name));
            }
        }
    }

    private static void follows(GoldenRun run, StepReport report, Yardstick yardstick) throws IOException {
        int index = Math.toIntExact(report.progress().steps() - 1);
        JsonNode step = run.log().get(index);
        double loss = step.get("loss").asDouble();
        double norm = step.get("grad_norm").asDouble();
        assertThat(report.loss().tokens()).isEqualTo(step.get("tokens").asLong());
        if (step.has("lr")) {
            double rate = step.get("lr").asDouble();
            assertThat(report.learningRate()).isCloseTo(rate, within(1e-6 * rate));
        }
        yardstick.require("loss of step " + (index + 1), Math.abs(report.loss().loss() - loss), yardstick.loss(index));
        yardstick.require(
                "gradient norm of step " + (index + 1), Math.abs(report.gradientNorm() - norm), yardstick.norm(index));
        if (step.has("z_loss")) {
            double z = step.get("z_loss").asDouble();
            assertThat(report.loss().zPart())
                    .isCloseTo(z, within(1e-2 * z + yardstick.loss(index).narrow()));
        }
    }
}
