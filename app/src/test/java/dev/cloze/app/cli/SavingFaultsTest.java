package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.app.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is lost when a disk fills up or a checkpoint is damaged: nothing that was saved, and one line says where it stands. */
class SavingFaultsTest {

    private static final List<String> TINY = List.of(
            "checkpoint.every=1",
            "checkpoint.keep=3",
            "model={ type = t5, d-model = 128, d-ff = 64, heads = 1, encoder-layers = 1, decoder-layers = 1 }",
            "batch.rows=1",
            "evaluate.sources=[]");

    @TempDir
    private Path folder;

    @Test
    void a_full_disk_ends_the_run_in_one_line_and_the_run_goes_on_when_there_is_room() throws Exception {
        train(1).done();
        TypedCommand full = onSmallDisk(words(3));
        full.failed(
                Commands.FAULT,
                "step-000002: the checkpoint could not be saved",
                "the last complete one is",
                "step-000001");
        assertThat(checkpoints()).containsExactly("step-000001");
        train(3).done();
        assertThat(checkpoints()).containsExactly("step-000001", "step-000002", "step-000003");
    }

    @Test
    void a_full_disk_ends_a_conversion_in_one_line_and_leaves_nothing() throws Exception {
        train(1).done();
        Path out = folder.resolve("converted");
        String model = folder.resolve("out/checkpoints/step-000001").toString();
        onSmallDisk("convert", model, out.toString()).failed(Commands.FAULT, "converted: the model could not be saved");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).extracting(file -> file.getFileName().toString()).containsExactly("out");
        }
    }

    @Test
    void a_damaged_checkpoint_is_passed_over_for_an_older_one() throws IOException {
        train(2).done();
        alter(checkpoint(2).resolve("model.safetensors"));
        TypedCommand again = train(3).done();
        assertThat(again.err()).contains("step-000002: damaged; set aside as damaged-step-000002");
        assertThat(checkpoints()).containsExactly("damaged-step-000002", "step-000001", "step-000002", "step-000003");
    }

    @Test
    void where_all_checkpoints_are_damaged_the_run_is_refused_and_they_stay() throws IOException {
        train(1).done();
        alter(checkpoint(1).resolve("optimiser.safetensors"));
        train(2).failed(Commands.REFUSED, "optimiser.safetensors", "must have the saved SHA-256");
        Files.delete(checkpoint(1).resolve("config.json"));
        train(2).failed(Commands.REFUSED, "config.json", "the checkpoint is incomplete: there is no such file");
        Files.delete(checkpoint(1).resolve("run.json"));
        train(2).failed(Commands.REFUSED, "run.json", "there is no such file");
        assertThat(checkpoints()).containsExactly("step-000001");
        assertThat(checkpoint(1).resolve("model.safetensors")).exists();
    }

    private TypedCommand train(int steps) {
        return TypedCommand.of(words(steps));
    }

    private String[] words(int steps) {
        List<String> words = new ArrayList<>(List.of("train", "../runs/quickstart.conf", "--out"));
        words.add(folder.resolve("out").toString());
        words.addAll(List.of("--set", "train.steps=" + steps));
        TINY.forEach(setting -> words.addAll(List.of("--set", setting)));
        return words.toArray(String[]::new);
    }

    /** Runs the command where no file may pass 3 MB, which fails a write as a full disk does. */
    private static TypedCommand onSmallDisk(String... words) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash to limit files");
        List<String> all = new ArrayList<>(List.of(
                "/bin/bash",
                "-c",
                "ulimit -f 3000; exec \"$@\"",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        all.addAll(List.of(words));
        Path said = Files.createTempFile("said", ".txt");
        Process process = new ProcessBuilder(all)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said.toFile())
                .start();
        int code = process.waitFor();
        String err = Files.readString(said, StandardCharsets.UTF_8);
        Files.delete(said);
        return new TypedCommand(code, "", err);
    }

    private Path checkpoint(int step) {
        return folder.resolve("out/checkpoints/step-%06d".formatted(step));
    }

    private List<String> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out/checkpoints"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void alter(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
