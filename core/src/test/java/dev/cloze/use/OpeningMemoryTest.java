package dev.cloze.use;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.model.config.T5Config;
import dev.cloze.tensor.ProcessMemory;
import dev.cloze.text.ByteTokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Opens a model, lets it write and closes it, over and over, in a process whose heap is there from the beginning: what grows
 * is native memory.
 */
class OpeningMemoryTest {

    private static final int WARM_UP = 8;
    private static final double MEGABYTE = 1e6;

    // What README tells programs to set; without them the library's own counting and collecting are at work.
    private static final List<String> FLAGS = List.of(
            "-Dorg.bytedeco.javacpp.nopointergc=true",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-Dorg.bytedeco.javacpp.maxBytes=0");

    @TempDir
    Path place;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_closed_model_leaves_nothing_behind(boolean flags) throws IOException, InterruptedException {
        assertThat(growth(flags, 12)).as("bytes a cycle").isLessThan(MEGABYTE);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fifty_cycles_are_flat(boolean flags) throws IOException, InterruptedException {
        assertThat(growth(flags, 50)).as("bytes a cycle").isLessThan(MEGABYTE);
    }

    // Bytes that are resident after the last cycle beside those after the warm-up, by cycle.
    private double growth(boolean flags, int cycles) throws IOException, InterruptedException {
        T5Config shape = T5Config.v11(new T5Config.Shape(256, 32, 512, 8, 2, 2)).withVocab(2048);
        Path model = SmallFolders.model(place.resolve("model"), shape, ByteTokenizer.of()); // 15 MB
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch"));
        command.addAll(flags ? FLAGS : List.of());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                OpeningMemoryTest.class.getName(),
                model.toString(),
                Integer.toString(WARM_UP + cycles)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(said::add);
        }
        assertThat(process.waitFor()).as(String.join("\n", said)).isZero();
        List<Long> resident = said.stream()
                .filter(line -> line.startsWith("resident "))
                .map(line -> Long.parseLong(line.substring("resident ".length())))
                .toList();
        assertThat(resident).hasSize(WARM_UP + cycles);
        return (double) (resident.get(resident.size() - 1) - resident.get(WARM_UP - 1)) / cycles;
    }

    /** Opens, writes and closes so many times, and says after each how many bytes are resident. */
    public static void main(String[] arguments) {
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            try (TextModel model = TextModel.open(Path.of(arguments[0]))) {
                model.generate("a text");
            }
            System.out.println("resident " + ProcessMemory.bytes());
        }
    }
}
