package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is told to end saves what it has, and the same command goes on from there. */
class StoppedRunTest {

    private static final List<String> TINY = List.of(
            "train.log-every=1",
            "model={ type = t5, d-model = 32, d-ff = 64, heads = 1, encoder-layers = 1, decoder-layers = 1 }",
            "batch.rows=1",
            "evaluate.sources=[]");

    @TempDir
    private Path folder;

    @Test
    void a_run_that_is_told_to_end_saves_and_goes_on_later() throws IOException, InterruptedException {
        Process process = start("1000000");
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.startsWith("step 1 ")) {
                    process.toHandle().destroy(); // SIGTERM; Process.destroy would close what it says on the way
                }
            }
        }
        process.waitFor();
        assertThat(said).last().asString().startsWith("stopped after step ");
        long step = Long.parseLong(said.get(said.size() - 1).replaceAll("\\D+(\\d+)\\D.*", "$1"));
        assertThat(folder.resolve("out/checkpoints/step-%06d".formatted(step))).isNotEmptyDirectory();

        TypedCommand again = TypedCommand.of(words(Long.toString(step + 2)));
        assertThat(again.code()).as(again.err()).isEqualTo(Commands.DONE);
        assertThat(Files.readString(folder.resolve("out/metrics.jsonl")))
                .containsOnlyOnce("\"kind\":\"step\",\"step\":%d,".formatted(step))
                .contains("\"kind\":\"end\",\"step\":%d,".formatted(step + 2));
    }

    private Process start(String steps) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        words.addAll(List.of(words(steps)));
        return new ProcessBuilder(words).start();
    }

    private String[] words(String steps) {
        List<String> words = new ArrayList<>(List.of("train", "../runs/quickstart.conf", "--out"));
        words.add(folder.resolve("out").toString());
        words.addAll(List.of("--set", "train.steps=" + steps));
        TINY.forEach(setting -> words.addAll(List.of("--set", setting)));
        return words.toArray(String[]::new);
    }
}
