package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every run file that is shipped does three steps and leaves what it promises. */
class ShippedRunsTest {

    private static final Path RUNS = Path.of("..", "runs");

    /** Three short steps instead of a run's own; everything else is as shipped. */
    private static final List<String> SHORT = List.of(
            "train.steps=3",
            "batch.rows=2",
            "batch.accumulate=1",
            "evaluate.batches=1",
            "evaluate.spans=2",
            "evaluate.samples=1");

    @TempDir
    private Path folder;

    static List<Path> shippedRuns() throws IOException {
        try (Stream<Path> files = Files.walk(RUNS)) {
            return files.filter(file -> file.toString().endsWith(".conf")).toList();
        }
    }

    /** Run files that go on from what another one leaves. */
    private static final Map<Path, Path> BASES = Map.of(
            RUNS.resolve("adapt/quickstart-lora.conf"), RUNS.resolve("quickstart.conf"),
            RUNS.resolve("questions/answer.conf"), RUNS.resolve("quickstart.conf"),
            RUNS.resolve("vlm/tasks.conf"), RUNS.resolve("vlm/backbone.conf"));

    /** What a run file leaves. */
    private Path trained(Path file) {
        Path out = folder.resolve("trained");
        List<String> words = new ArrayList<>(List.of("train", file.toString(), "--out", out.toString()));
        SHORT.forEach(setting -> words.addAll(List.of("--set", setting)));
        words.addAll(List.of("--set", "train.steps=1", "--set", "evaluate.sources=[]"));
        assertThat(TypedCommand.of(words.toArray(String[]::new)).code()).isEqualTo(Commands.DONE);
        return out.resolve("model");
    }

    @ParameterizedTest
    @MethodSource("shippedRuns")
    void a_shipped_run_file_trains(Path file) {
        Path out = folder.resolve("out");
        List<String> words = new ArrayList<>(List.of("train", file.toString(), "--out", out.toString()));
        SHORT.forEach(setting -> words.addAll(List.of("--set", setting)));
        Optional.ofNullable(BASES.get(file))
                .ifPresent(base -> words.addAll(List.of("--set", "model.path=" + trained(base))));

        TypedCommand typed = TypedCommand.of(words.toArray(String[]::new));

        assertThat(typed.code()).as(typed.err()).isEqualTo(Commands.DONE);
        assertThat(out.resolve("report.html")).isNotEmptyFile();
        assertThat(out.resolve("metrics.jsonl")).content().contains("\"kind\":\"end\",\"step\":3");
        assertThat(List.of(out.resolve("model/config.json"), out.resolve("model/adapter_config.json")))
                .anySatisfy(saved -> assertThat(saved).isNotEmptyFile());
    }
}
