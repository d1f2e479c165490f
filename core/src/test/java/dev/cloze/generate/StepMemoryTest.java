package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.options.TokenRules;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.ProcessMemory;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

/** What a step allocates it gives back, and a longer text takes no more than its keys and values; in a fresh process. */
class StepMemoryTest {

    private static final int ROWS = 8;
    private static final int VOCAB = 4_000; // the scores of a step: 128 kB
    private static final int EARLY = 80;
    private static final int LATE = 700;

    @Test
    void native_memory_is_flat_over_many_steps() throws IOException, InterruptedException {
        assertThat(grown()).as("bytes over %d steps", LATE - EARLY).isLessThan(24 << 20);
    }

    private static long grown() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                StepMemoryTest.class.getName()));
        Process process = builder.redirectErrorStream(true).start();
        List<String> lines;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            lines = output.lines().toList();
        }
        assertThat(process.waitFor()).as(() -> String.join("\n", lines)).isZero();
        return Long.parseLong(lines.get(lines.size() - 1));
    }

    /** Writes a long text in every row of a batch and prints by how much the process grew between two of its tokens. */
    public static void main(String[] arguments) {
        WeightStore.Placement placement =
                new WeightStore.Placement(Precision.BFLOAT16, ComputeDevice.CPU, WeightStore.Use.PACKED);
        T5Config config = T5Config.v11(new T5Config.Shape(32, 16, 64, 2, 2, 2)).withVocab(VOCAB);
        try (PointerScope scope = new PointerScope();
                WeightStore store = WeightStore.initialised(new Seed(2), placement)) {
            Generator generator = new Generator(
                    T5.build(config, Weights.of(store)), config.ids(), Optional.empty(), ComputeDevice.CPU);
            GenerationOptions options = GenerationOptions.greedy(LATE).with(TokenRules.NONE.withMinTokens(LATE));
            List<GenerationRequest> requests =
                    Collections.nCopies(ROWS, new GenerationRequest(Tokens.of(5, 9, 14, 1), options));
            int[] written = new int[1];
            long[] bytes = new long[2];
            generator.generate(requests, (request, id) -> {
                written[0] += request == 0 ? 1 : 0;
                if (request == 0 && (written[0] == EARLY || written[0] == LATE)) {
                    bytes[written[0] == EARLY ? 0 : 1] = ProcessMemory.bytes();
                }
            });
            System.out.println(bytes[1] - bytes[0]);
        }
    }
}
