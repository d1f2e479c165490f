package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of network trains from a run file, and its folder is one to go on from. */
class ModelKindsTest {

    private static final String SWITCH = "{ type = switch, d-model = 32, d-ff = 64, d-kv = 16, heads = 2,"
            + " encoder-layers = 2, decoder-layers = 2, experts = 4, sparse-encoder-layers = 1,"
            + " sparse-decoder-layers = 1 }";
    private static final Path RUNS = Path.of("..", "runs").toAbsolutePath().normalize();
    private static final String RUN = """
            tokenizer { type = files, path = "%1$s/quickstart-tokenizer" }
            data.sources = [
              { type = json-lines, name = declaration, files = "%1$s/quickstart-data/train-udhr.jsonl.zst" }
            ]
            evaluate {
              sources = [
                { type = json-lines, name = declaration, files = "%1$s/quickstart-data/heldout-udhr.jsonl.zst" }
              ]
              batches = 1, spans = 2, samples = 1
            }
            batch { rows = 2, inputs = 64, targets = 64 }
            schedule { type = constant, rate = 0.001 }
            train { steps = 3, log-every = 1 }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                SWITCH,
                "{ type = gpt2, d-model = 32, d-ff = 64, heads = 2, layers = 2, positions = 128 }",
                "{ type = bart, d-model = 32, d-ff = 64, heads = 2, encoder-layers = 1, decoder-layers = 1 }"
            })
    void a_network_of_every_kind_trains_and_goes_on_from_its_folder(String model) throws IOException {
        train("first", "model=" + model);
        assertThat(folder.resolve("first/model/model.safetensors")).isNotEmptyFile();
        train("second", "model={ type = folder, path = \"" + folder.resolve("first/model") + "\" }");
        assertThat(folder.resolve("second/metrics.jsonl")).content().contains("\"kind\":\"held-out\"");
    }

    @Test
    void a_gpt2_learns_to_continue_texts() throws IOException {
        train(
                "causal",
                "model={ type = gpt2, d-model = 32, d-ff = 64, heads = 2, layers = 2, positions = 128 }",
                "objective={ type = causal-lm }");
        assertThat(folder.resolve("causal/metrics.jsonl")).content().contains("\"kind\":\"end\",\"step\":3");
    }

    @Test
    void the_routers_losses_are_part_of_a_switchs_loss() throws IOException {
        train("plain", "model=" + SWITCH.replace("}", ", load-balance = 0, router-z = 0 }"));
        train("balanced", "model=" + SWITCH.replace("}", ", load-balance = 1, router-z = 1 }"));
        assertThat(folder.resolve("balanced/metrics.jsonl")).content().contains("\"encoder load balance\":");
        assertThat(first("objective", "balanced")).isGreaterThan(first("objective", "plain") + 1);
    }

    @Test
    void experts_that_turn_tokens_away_learn_something_else() throws IOException {
        train("dropless", "model=" + SWITCH.replace("}", ", jitter = 0 }"));
        train("dropping", "model=" + SWITCH.replace("}", ", jitter = 0, capacity-factor = 0.25 }"));
        assertThat(first("loss", "dropping")).isNotEqualTo(first("loss", "dropless"));
    }

    private double first(String value, String name) throws IOException {
        String line = Files.readAllLines(folder.resolve(name).resolve("metrics.jsonl")).stream()
                .filter(each -> each.contains("\"kind\":\"step\",\"step\":1,"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.replaceAll(".*\"" + value + "\":([0-9.E-]+).*", "$1"));
    }

    private void train(String name, String... settings) throws IOException {
        Path out = folder.resolve(name);
        Path file = folder.resolve(name + ".conf");
        Files.writeString(file, RUN.formatted(RUNS) + String.join("\n", settings));
        TypedCommand typed = TypedCommand.of("train", file.toString(), "--out", out.toString());
        assertThat(typed.code()).as(typed.err()).isEqualTo(Commands.DONE);
    }
}
