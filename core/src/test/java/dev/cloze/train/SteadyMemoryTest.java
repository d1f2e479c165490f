package dev.cloze.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.tensor.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains in a process with a small heap that is there from the beginning, so that what grows is native memory. */
class SteadyMemoryTest {

    private static final int WARM_UP = 100;

    @TempDir
    private Path folder;

    @Test
    void memory_stays_flat_while_training() throws IOException, InterruptedException {
        assertThat(growth(400)).as("bytes a step").isLessThan(4096);
    }

    @Tag("slow")
    @Test
    void memory_stays_flat_over_ten_thousand_steps() throws IOException, InterruptedException {
        assertThat(growth(10_000 + WARM_UP)).as("bytes a step").isLessThan(1024);
    }

    private double growth(int steps) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xms96m",
                        "-Xmx96m",
                        "-XX:+AlwaysPreTouch",
                        "-Dorg.bytedeco.javacpp.nopointergc=true",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SteadyMemoryTest.class.getName(),
                        TinyRun.text(folder).toString(),
                        Integer.toString(steps)))
                .redirectErrorStream(true)
                .start();
        List<Double> resident = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines()
                    .filter(line -> line.startsWith("resident "))
                    .forEach(line -> resident.add(Double.parseDouble(line.substring("resident ".length()))));
        }
        assertThat(process.waitFor()).isZero();
        assertThat(resident).hasSize(steps);
        return slope(resident.subList(WARM_UP, steps));
    }

    private static double slope(List<Double> values) {
        double middle = (values.size() - 1) / 2.0;
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (int i = 0; i < values.size(); i++) {
            above += (i - middle) * (values.get(i) - mean);
            below += (i - middle) * (i - middle);
        }
        return above / below;
    }

    /** Trains and says after every step how many bytes are resident. */
    public static void main(String[] arguments) {
        TrainingPlan plan = TinyRun.plan(Long.parseLong(arguments[1]), 1);
        try (TinyRun run = TinyRun.start(Path.of(arguments[0]), plan, Precision.BFLOAT16)) {
            run.trainer().run(report -> System.out.println("resident " + resident()));
        }
    }

    private static long resident() {
        try {
            String pages = Files.readString(Path.of("/proc/self/statm"));
            int start = pages.indexOf(' ') + 1;
            return 4096 * Long.parseLong(pages.substring(start, pages.indexOf(' ', start)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
