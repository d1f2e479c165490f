package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task with metrics, from its run file to its numbers. */
class TaskMetricsTest {

    private static final String SOURCE = "{ type = json-lines, name = %s, files = pairs.jsonl, text-field = question, "
            + "fields = [answer, group, choices] }";
    private static final String PAIR = "learn { type = pair, inputs = text, targets = answer }";

    @TempDir
    private static Path shared;

    @BeforeAll
    static void a_model_that_tells_a_from_b() throws IOException {
        List<String> lines = IntStream.range(0, 40)
                .mapToObj(i -> "{\"question\":\"%s\",\"answer\":\"%s\",\"group\":\"%d\",\"choices\":\"yes|no\"}"
                        .formatted((i % 2 == 0 ? "a" : "b").repeat(4), i % 2 == 0 ? "no" : "yes", i / 4))
                .toList();
        Files.write(shared.resolve("pairs.jsonl"), lines);
        Files.writeString(shared.resolve("run.conf"), """
                tokenizer { type = bytes }
                model { type = t5, d-model = 32, d-ff = 64, d-kv = 8, heads = 4, encoder-layers = 1, decoder-layers = 1 }
                batch { inputs = 16, targets = 8, rows = 8 }
                schedule { type = constant, rate = 0.02 }
                precision = float32
                train.steps = 60
                data.tasks = [{ source %s, %s }]
                evaluate.batches = 2
                evaluate.spans = 0
                evaluate.samples = 0
                evaluate.tasks = [{
                  source %s
                  %s
                  metrics = [
                    { type = sequence-accuracy }
                    { type = accuracy, labels = [no, yes] }
                    { type = matthews, labels = [no, yes] }
                    { type = f1, labels = [no, yes], group = group }
                    { type = questions, answers = choices, separator = "|" }
                    { type = edit-distance }
                    { type = rank-classification, field = choices, separator = "|", per = token }
                  ]
                }]
                """.formatted(
                        SOURCE.formatted("learnt"), PAIR, SOURCE.formatted("held"), PAIR));
        TypedCommand.of("train", run(), "--out", out()).done();
    }

    private static String run() {
        return shared.resolve("run.conf").toString();
    }

    private static String out() {
        return shared.resolve("out").toString();
    }

    @Test
    void metrics_of_a_task_stand_in_the_json() throws IOException {
        JsonNode result = new ObjectMapper()
                .readTree(TypedCommand.of("evaluate", run(), "--model", out(), "--json")
                        .done()
                        .out());
        JsonNode held = result.path("tasks").path("held");
        assertThat(held.path("examples").asInt()).isEqualTo(40);
        JsonNode metrics = held.path("metrics");
        for (String right :
                List.of("sequence_accuracy", "accuracy", "matthews_corrcoef", "f1", "em", "rank_accuracy")) {
            assertThat(metrics.path(right).asDouble()).as(right).isEqualTo(100);
        }
        assertThat(metrics.path("sum_edit").asDouble()).isZero();
    }

    @Test
    void metrics_of_a_task_are_shown() {
        TypedCommand typed = TypedCommand.of("evaluate", run(), "--model", out(), "--set", "evaluate.examples=7")
                .done();
        assertThat(typed.out()).contains("metric").containsPattern("held +7  sequence_accuracy +\\d");
    }

    @Test
    void metrics_that_tell_nothing_are_refused() {
        TypedCommand.of("evaluate", run(), "--model", out(), "--set", "evaluate.tasks.0.learn={ type = run }")
                .failed(Commands.REFUSED, "learn must be of type pair");
        TypedCommand.of(
                        "train",
                        run(),
                        "--out",
                        shared.resolve("none").toString(),
                        "--set",
                        "data.tasks.0.metrics=[{ type = pearson }]")
                .failed(Commands.REFUSED, "belong into evaluate.tasks");
        TypedCommand.of("evaluate", run(), "--model", out(), "--set", "evaluate.tasks.0.metrics=[{ type = rouge }]")
                .failed(Commands.REFUSED, "rouge", "rank-classification");
        TypedCommand.of(
                        "evaluate",
                        run(),
                        "--model",
                        out(),
                        "--set",
                        "evaluate.tasks.0.metrics=[{ type = f1, labels = [no, no] }]")
                .failed(Commands.REFUSED, "no two alike");
    }
}
