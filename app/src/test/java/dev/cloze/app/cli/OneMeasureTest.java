package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One measure, one number: what training says of held-out text, and what {@code cloze evaluate} says of the same files. */
class OneMeasureTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MEASURED =
            List.of("loss", "tokens", "bitsPerByte", "spans", "right", "amongFive", "mostFrequent", "mostFrequentText");

    @TempDir
    private static Path place;

    @BeforeAll
    static void train() throws IOException {
        write("learnt", 0, 200);
        write("first", 200, 240);
        write("second", 240, 300);
        Files.writeString(place.resolve("run.conf"), """
                tokenizer { type = bytes }
                data.sources = [{ type = json-lines, name = a, files = "learnt.jsonl" }]
                evaluate {
                  sources = [
                    { type = json-lines, name = x, files = "first.jsonl", language-field = lang }
                    { type = json-lines, name = y, files = "second.jsonl", language-field = lang }
                  ]
                  every = 6, batches = 3, spans = 12, samples = 1
                }
                model { type = t5, d-model = 32, d-ff = 64, d-kv = 8, heads = 4, encoder-layers = 1, decoder-layers = 1 }
                batch { rows = 2, inputs = 64, targets = 64 }
                schedule { type = constant, rate = 0.01 }
                train.steps = 6
                """);
        TypedCommand.of(
                        "train",
                        place.resolve("run.conf").toString(),
                        "--out",
                        place.resolve("out").toString())
                .done();
    }

    private static void write(String name, int from, int to) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add("{\"text\": \"the %d birds of the wood sing %d songs to the old moon\", \"lang\": \"%s\"}"
                    .formatted(i, i % 7, i % 2 == 0 ? "en" : "de"));
        }
        Files.write(place.resolve(name + ".jsonl"), lines);
    }

    private static JsonNode trained() throws IOException {
        ObjectNode all = JSON.createObjectNode();
        for (String line : Files.readAllLines(place.resolve("out/metrics.jsonl"))) {
            JsonNode node = JSON.readTree(line);
            if (node.path("step").asInt() == 6
                    && List.of("held-out", "spans").contains(node.path("kind").asText())) {
                node.properties().forEach(field -> all.set(field.getKey(), field.getValue()));
            }
        }
        return all;
    }

    private static JsonNode evaluated(String... more) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("evaluate", "--model", place.resolve("out/model").toString(), "--json"));
        words.addAll(List.of(more));
        return JSON.readTree(
                TypedCommand.of(words.toArray(String[]::new)).done().out());
    }

    private static void same(JsonNode evaluated) throws IOException {
        JsonNode trained = trained();
        for (String key : MEASURED) {
            assertThat(evaluated.path(key)).as(key).isEqualTo(trained.path(key)).isNotNull();
            assertThat(trained.has(key)).as(key).isTrue();
        }
    }

    @Test
    void a_model_is_measured_as_training_measured_it() throws IOException {
        same(evaluated());
    }

    @Test
    void the_files_of_the_run_may_be_named_again_in_any_way() throws IOException {
        same(evaluated(
                "--data",
                place.resolve("first.jsonl").toString(),
                "--data",
                place.resolve("se*.jsonl").toString()));
    }

    @Test
    void other_files_are_measured_by_themselves() throws IOException {
        JsonNode part = evaluated("--data", place.resolve("first.jsonl").toString());
        assertThat(part.path("loss").asDouble())
                .isPositive()
                .isNotEqualTo(trained().path("loss").asDouble());
    }

    @Test
    void what_a_model_wrote_can_be_learnt_from_and_scored() throws IOException {
        Path written = place.resolve("written.jsonl");
        String model = place.resolve("out/model").toString();
        TypedCommand.of(
                        "generate",
                        "--model",
                        model,
                        "--max-tokens",
                        "6",
                        "--beams",
                        "2",
                        "--candidates",
                        "2",
                        "--output",
                        written.toString(),
                        "one text",
                        "another text")
                .done();
        JsonNode line = JSON.readTree(Files.readAllLines(written).get(0));
        assertThat(line.path("generated").isArray()).isTrue();
        assertThat(line.path("target")).isEqualTo(line.path("generated").path(0));
        learn("written.jsonl");
        String scored = TypedCommand.of("score", "--model", model, "--input", written.toString())
                .done()
                .out();
        assertThat(scored.lines()).hasSize(2);
    }

    private static void learn(String pairs) throws IOException {
        Files.writeString(place.resolve("pupil.conf"), """
                tokenizer { type = bytes }
                data.tasks = [{
                  source { type = json-lines, name = taught, files = "PAIRS", text-field = input, fields = [target] }
                  learn { type = pair, inputs = text, targets = target }
                }]
                model { type = t5, d-model = 32, d-ff = 64, d-kv = 8, heads = 4, encoder-layers = 1, decoder-layers = 1 }
                batch { rows = 2, inputs = 64, targets = 64, packing = none }
                train.steps = 2
                """.replace("PAIRS", pairs));
        TypedCommand.of(
                        "train",
                        place.resolve("pupil.conf").toString(),
                        "--out",
                        place.resolve("pupil").toString())
                .done();
    }
}
