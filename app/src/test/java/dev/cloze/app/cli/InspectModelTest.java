package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Seed;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectModelTest {

    private static final T5Config CONFIG =
            T5Config.v11(new T5Config.Shape(16, 4, 24, 3, 3, 1)).withVocab(400);

    @TempDir
    Path folder;

    @BeforeEach
    void save() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(3), Precision.FLOAT32);
            T5.build(CONFIG, Weights.of(store));
            ModelFolder.save(folder, ModelFolder.files(CONFIG, store.parameters(), ByteTokenizer.of()));
        }
    }

    @Test
    void a_folder_shows_its_layers_sums_and_files() {
        String out = TypedCommand.of("inspect", folder.toString()).done().out();
        assertThat(out)
                .startsWith("T5  t5, T5ForConditionalGeneration")
                .contains("shared.weight", "[400, 16]", "{1-2}.layer  2 alike", "lm_head.weight")
                .contains("parameters", "trainable", "float32", "bfloat16", "int8")
                .contains("ByteTokenizer, 384 ids", "model.safetensors")
                .doesNotContain("missing", "unexpected", "tied");
    }

    @Test
    void a_page_draws_the_tree_and_is_written_whole() throws IOException {
        Path page = folder.resolveSibling(folder.getFileName() + ".html");
        TypedCommand.of("inspect", folder.toString(), "--html", page.toString()).done();
        String html = Files.readString(page);
        assertThat(html)
                .contains("\"tree\":[{\"depth\":0,", "\"name\":\"{1-2}.layer\"", "\"times\":2", "branches(data.tree");
        TypedCommand.of(
                        "inspect",
                        folder.toString(),
                        "--html",
                        folder.resolve("config.json").toString())
                .failed(Commands.REFUSED, "must not be what is read");
        TypedCommand.of("inspect", folder.toString(), "--html", page.toString(), "--json")
                .failed(Commands.REFUSED, "--html and --json exclude each other");
        Files.delete(page);
    }

    @Test
    void what_does_not_fit_is_listed_whole() throws IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"d_ff\" : 24", "\"d_ff\" : 25"));
        String out = TypedCommand.of("inspect", folder.toString()).done().out();
        assertThat(out.lines().filter(line -> line.startsWith("mismatched"))).hasSize(12);
        assertThat(out).contains("encoder.block.0.layer.1.DenseReluDense.wi_0.weight is [24, 16], not [25, 16]");
    }

    @Test
    void json_holds_every_weight() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(TypedCommand.of("inspect", folder.toString(), "--json")
                        .done()
                        .out());
        long sum = 0;
        for (JsonNode weight : json.path("weights")) {
            long count = 1;
            for (JsonNode axis : weight.path("shape")) {
                count *= axis.asLong();
            }
            sum += count;
        }
        assertThat(sum)
                .isPositive()
                .isEqualTo(json.path("parameters").path("total").asLong());
        assertThat(json.path("bytes").path("bfloat16").asLong()).isEqualTo(2 * sum);
    }

    @Test
    void flags_of_run_files_are_refused_for_folders_and_the_other_way_round() {
        TypedCommand.of("inspect", folder.toString(), "--features", "3")
                .failed(Commands.REFUSED, "--features", "run files");
        TypedCommand.of("inspect", "../runs/quickstart.conf", "--json")
                .failed(Commands.REFUSED, "--json", "model folders");
    }

    @Test
    void a_model_that_does_not_fit_its_config_is_refused_in_one_line() throws IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"num_layers\" : 3", "\"num_layers\" : 4"));
        TypedCommand.of("generate", "--model", folder.toString(), "x")
                .failed(Commands.REFUSED, "model.safetensors: 9 weights do not fit the model", "is missing");
    }

    @Test
    void a_tokenizer_that_does_not_fit_the_model_is_refused_in_one_line() throws IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"vocab_size\" : 400", "\"vocab_size\" : 300"));
        TypedCommand.of("generate", "--model", folder.toString(), "x")
                .failed(Commands.REFUSED, "the tokenizer has 384 ids", "vocab_size", "got 300");
    }
}
