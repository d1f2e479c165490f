package dev.cloze.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.Disk;
import dev.cloze.checkpoint.disk.FailingDisk;
import dev.cloze.checkpoint.folder.ModelFiles;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.data.Position;
import dev.cloze.text.ByteTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointsTest {

    private static final Position POSITION =
            Position.START.with("epoch", 1).with("a.jsonl", Position.START.with("byte", 1234567890123L));

    private final List<String> warnings = new ArrayList<>();

    @TempDir
    Path temporary;

    @Test
    void a_run_goes_on_where_it_stopped() throws IOException {
        Path folder = temporary.resolve("out");
        Path saved = saveDurably(folder, 7);
        assertThat(saved).isEqualTo(folder.resolve("step-000007"));
        Checkpoint found = checkpoints(folder, 2).resume().orElseThrow();
        assertThat(found.manifest().step()).isEqualTo(7);
        assertThat(found.manifest().position()).isEqualTo(POSITION);
        assertThat(found.manifest().seeds()).containsExactly(Map.entry("data", -5L));
        assertThat(found.manifest().counters()).containsExactly(Map.entry("tokens", 700L));
        assertThat(found.manifest().run()).isEqualTo("train { steps = 9 }\n");
        assertThat(found.manifest().versions()).containsKeys("cloze", "java", "libtorch");
        assertThat(stepIn(found)).isEqualTo(7);
        assertThat(names(saved))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "generation_config.json",
                        "model.safetensors",
                        "optimiser.safetensors",
                        "run.json",
                        "special_tokens_map.json",
                        "tokenizer_config.json");
    }

    @Test
    void nothing_to_go_on_with_is_no_error() {
        assertThat(checkpoints(temporary.resolve("none"), 1).resume()).isEmpty();
    }

    @Test
    void the_last_ones_are_kept() {
        for (long step : new long[] {1, 2, 9, 10, 100}) {
            save(temporary, 3, step);
        }
        assertThat(names(temporary)).containsExactlyInAnyOrder("step-000009", "step-000010", "step-000100");
        assertThat(checkpoints(temporary, 3).newest().orElseThrow().manifest().step())
                .isEqualTo(100);
    }

    @Test
    void a_step_can_be_saved_again() throws IOException {
        save(temporary, 1, 5);
        save(temporary, 1, 5);
        assertThat(names(temporary)).containsExactly("step-000005");
    }

    @Test
    void what_a_crash_left_behind_is_removed() throws IOException {
        save(temporary, 2, 5);
        Files.createDirectories(temporary.resolve(".writing-step-000006"));
        Files.writeString(temporary.resolve(".writing-step-000006/model.safetensors"), "half");
        Files.createDirectories(temporary.resolve(".leaving-step-000001"));
        assertThat(checkpoints(temporary, 2).resume().orElseThrow().manifest().step())
                .isEqualTo(5);
        assertThat(names(temporary)).containsExactly("step-000005");
    }

    @ParameterizedTest
    @EnumSource
    void an_altered_checkpoint_is_refused(Damage damage) throws IOException {
        Path saved = save(temporary, 2, 5);
        damage.to(saved);
        assertThatThrownBy(() -> checkpoints(temporary, 2).resume())
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(saved.toString())
                .hasMessageContaining(damage.rule)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @EnumSource
    void an_older_whole_one_stands_in_for_an_altered_one(Damage damage) throws IOException {
        save(temporary, 2, 4);
        damage.to(save(temporary, 2, 5));
        assertThat(checkpoints(temporary, 1).resume().orElseThrow().manifest().step())
                .isEqualTo(4);
        assertThat(warnings).singleElement().asString().contains("step-000005: damaged");
        assertThat(names(temporary)).containsExactlyInAnyOrder("step-000004", "damaged-step-000005");
        save(temporary, 1, 5);
        assertThat(stepIn(checkpoints(temporary, 1).resume().orElseThrow())).isEqualTo(5);
    }

    /** What can happen to a file. */
    enum Damage {
        LOST("model.safetensors", "the checkpoint is incomplete: there is no such file"),
        SHORTENED("optimiser.safetensors", "bytes that were saved, got"),
        ALTERED("config.json", "must have the saved SHA-256"),
        NO_MANIFEST("run.json", "there is no such file"),
        ALTERED_MANIFEST("run.json", "must have the saved sum over itself"),
        STEP_OF_ANOTHER("run.json", "step must be that of the folder's name, 5, got 6"),
        HALF_A_MANIFEST("run.json", "must be valid JSON");

        private final String file;
        private final String rule;

        Damage(String file, String rule) {
            this.file = file;
            this.rule = rule;
        }

        void to(Path folder) throws IOException {
            Path place = folder.resolve(file);
            byte[] bytes = Files.readAllBytes(place);
            switch (this) {
                case LOST, NO_MANIFEST -> Files.delete(place);
                case SHORTENED, HALF_A_MANIFEST -> Files.write(place, Arrays.copyOf(bytes, bytes.length / 2));
                case ALTERED_MANIFEST ->
                    Files.writeString(place, Files.readString(place).replace("1234567890123", "1234567890124"));
                case STEP_OF_ANOTHER -> {
                    Manifest own = ManifestJson.read(folder).manifest();
                    Files.writeString(place, ManifestJson.write(withStep(own, own.step() + 1)));
                }
                case ALTERED -> {
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(place, bytes);
                }
            }
        }
    }

    private static Manifest withStep(Manifest own, long step) {
        return new Manifest(
                step,
                own.position(),
                own.seeds(),
                own.counters(),
                own.run(),
                own.fingerprints(),
                own.versions(),
                own.files());
    }

    @Test
    void a_checkpoint_of_an_earlier_version_goes_on_and_says_so() throws IOException {
        Path manifest = save(temporary, 2, 5).resolve("run.json");
        String unsummed = Files.readString(manifest)
                .replace("\"format\" : 2", "\"format\" : 1")
                .replaceFirst("\"fingerprints\" : \\{\\s*\"data\" : \"0123\",\\s*(.*)\\s*\\}", "$1")
                .replaceFirst(",\\s*\"sum\" : \".*\"", "");
        Files.writeString(manifest, unsummed);
        Checkpoint found = checkpoints(temporary, 2).resume().orElseThrow();
        assertThat(stepIn(found)).isEqualTo(5);
        assertThat(found.manifest().tokenizer()).isEqualTo(ByteTokenizer.of().hash());
        assertThat(warnings).singleElement().asString().contains("without a sum over itself");
    }

    @ParameterizedTest
    @EnumSource
    void whatever_change_fails_a_whole_checkpoint_remains(FailingDisk.Way way) throws IOException {
        boolean failed = true;
        int at = 0;
        while (failed) {
            at++;
            Path folder = temporary.resolve(way + "-" + at);
            save(folder, 1, 1);
            failed = failsAt(new FailingDisk(way, at), folder);
            Checkpoint found = checkpoints(folder, 1).resume().orElseThrow();
            assertThat(stepIn(found)).isIn(1L, 2L);
            assertThat(names(folder)).allMatch(name -> name.startsWith("step-"));
            save(folder, 1, 3);
            assertThat(stepIn(checkpoints(folder, 1).resume().orElseThrow())).isEqualTo(3);
        }
        assertThat(at).isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource
    void a_step_that_is_saved_again_is_never_lost(FailingDisk.Way way) throws IOException {
        boolean failed = true;
        for (int at = 1; failed; at++) {
            Path folder = temporary.resolve(way + "-" + at);
            save(folder, 1, 1);
            FailingDisk disk = new FailingDisk(way, at);
            try {
                save(disk, folder, 1);
            } catch (UncheckedIOException | FailingDisk.Killed e) {
                assertThat(disk.failed()).isTrue();
            }
            failed = disk.failed();
            assertThat(stepIn(checkpoints(folder, 1).resume().orElseThrow())).isEqualTo(1);
        }
    }

    /** Tries to save step 2; whether the disk came to its failure. */
    private boolean failsAt(FailingDisk disk, Path folder) {
        try {
            save(disk, folder, 2);
        } catch (UncheckedIOException e) {
            assertThat(e)
                    .hasMessageStartingWith(
                            folder.resolve("step-000002") + ": the checkpoint could not be saved: No space left")
                    .hasMessageEndingWith("the last complete one is " + folder.resolve("step-000001"))
                    .hasMessageNotContaining("\n");
        } catch (FailingDisk.Killed e) {
            assertThat(disk.failed()).isTrue();
        }
        return disk.failed();
    }

    private Path saveDurably(Path folder, long step) {
        try (PointerScope scope = new PointerScope()) {
            return checkpoints(folder, 2).save(snapshot(step));
        }
    }

    private Path save(Path folder, int kept, long step) {
        try (PointerScope scope = new PointerScope()) {
            return new Checkpoints(FailingDisk.sound(), folder, kept, warnings::add).save(snapshot(step));
        }
    }

    private void save(Disk disk, Path folder, long step) {
        try (PointerScope scope = new PointerScope()) {
            new Checkpoints(disk, folder, 1, warnings::add).save(snapshot(step));
        }
    }

    private Checkpoints checkpoints(Path folder, int kept) {
        return Checkpoints.in(folder, kept, warnings::add);
    }

    private static TrainingSnapshot snapshot(long step) {
        ModelFiles model = new ModelFiles(
                "{\"model_type\":\"t5\"}",
                "{\"eos_token_id\":1}",
                Map.of("shared.weight", Tensor.create(new float[] {step, 2, 3, 4}, 2, 2)),
                Optional.of(ByteTokenizer.of()));
        return new TrainingSnapshot(
                step,
                POSITION,
                Map.of("data", -5L),
                Map.of("tokens", 100 * step),
                model,
                Map.of("shared.weight.first", Tensor.create(new float[] {step, 6}), "steps", Tensor.create(step)),
                "train { steps = 9 }\n",
                Map.of("data", "0123"));
    }

    /** The step that the tensors tell, which must be the manifest's. */
    private static long stepIn(Checkpoint checkpoint) {
        try (PointerScope scope = new PointerScope();
                TensorFile weights = checkpoint.openWeights();
                SafeTensors state = checkpoint.openOptimiserState()) {
            long step = state.read("steps").item_long();
            assertThat(weights.read("shared.weight").select(0, 0).select(0, 0).item_float())
                    .isEqualTo((float) step);
            assertThat(checkpoint.manifest().step()).isEqualTo(step);
            return step;
        }
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
