package dev.cloze.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a training process as a crash would, and lets another one go on. */
class KilledRunTest {

    private static final long STEPS = 12;
    private static final long EVERY = 3;

    @TempDir
    private Path folder;

    @Test
    void a_run_killed_at_a_step_and_in_a_save_ends_with_the_same_bits() throws IOException, InterruptedException {
        killed(List.of(new Kill("step 5", 0), new Kill("saving 9", 3)));
    }

    @Tag("slow")
    @Test
    void a_run_killed_again_and_again_ends_with_the_same_bits() throws IOException, InterruptedException {
        List<Kill> kills = new ArrayList<>(List.of(new Kill("from 0", 100), new Kill("step 1", 0)));
        for (int delay = 0; delay < 24; delay += 2) {
            kills.add(new Kill("saving 3", delay));
        }
        for (int step = 4; step < STEPS; step++) {
            kills.add(new Kill("step " + step, step));
        }
        killed(kills);
    }

    /**
     * A sudden end.
     *
     * @param line what the process said last, unless it never says so
     * @param milliseconds how long it lives on
     */
    private record Kill(String line, long milliseconds) {}

    private void killed(List<Kill> kills) throws IOException, InterruptedException {
        Path text = TinyRun.text(folder);
        Path whole = folder.resolve("whole");
        Path broken = folder.resolve("broken");
        assertThat(run(text, whole, Optional.empty())).endsWith("done");
        for (Kill kill : kills) {
            run(text, broken, Optional.of(kill));
        }
        assertThat(run(text, broken, Optional.empty())).endsWith("done");
        String last = "step-%06d".formatted(STEPS / EVERY * EVERY);
        for (String file : List.of("model.safetensors", "optimiser.safetensors", "run.json")) {
            assertThat(broken.resolve(last).resolve(file))
                    .as(file)
                    .hasSameBinaryContentAs(whole.resolve(last).resolve(file));
        }
    }

    private static String run(Path text, Path out, Optional<Kill> kill) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(text.getParent(), "errors", ".txt");
        Process process = new ProcessBuilder(command(text, out))
                .redirectError(errors.toFile())
                .start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                said.append(line);
                String now = line;
                if (kill.filter(k -> k.line().equals(now)).isPresent()) {
                    Thread.sleep(kill.get().milliseconds());
                    process.toHandle().destroyForcibly(); // unlike the process itself, leaves what it said readable
                }
                line = lines.readLine();
            }
        }
        int code = process.waitFor();
        assertThat(code).as(Files.readString(errors)).isIn(0, 128 + 9);
        return said.toString();
    }

    private static List<String> command(Path text, Path out) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                TinyRun.class.getName(),
                text.toString(),
                out.toString(),
                Long.toString(STEPS),
                Long.toString(EVERY));
    }
}
