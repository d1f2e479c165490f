package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is trained further keeps what its folder said beside weights and shape. */
class KeptFilesTest {

    private static final String SHAPE =
            "model={ type = t5, d-model = 32, d-ff = 64, heads = 1, encoder-layers = 1, decoder-layers = 1 }";

    @TempDir
    private Path folder;

    @Test
    void what_a_folder_says_of_writing_and_its_tokenizer_files_outlive_training_and_resuming() throws IOException {
        train("first", 1, SHAPE).done();
        Path model = folder.resolve("first/model");
        Files.writeString(model.resolve("generation_config.json"), "{\"num_beams\": 4, \"house_style\": \"x\"}");
        Files.writeString(model.resolve("tokenizer.json"), "{\"kept\": true}");
        Path config = model.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceFirst("\\{", "{\"task_specific_params\": {\"a\": 1}, \"torch_dtype\": \"bfloat16\","));
        String goOn = "model={ type = folder, path = \"" + model + "\" }";
        train("second", 1, goOn).done();
        train("second", 2, goOn).done();
        Path trained = folder.resolve("second/model");
        for (String name :
                List.of("generation_config.json", "tokenizer.json", "tokenizer_config.json", "spiece.model")) {
            assertThat(trained.resolve(name)).as(name).hasSameBinaryContentAs(model.resolve(name));
        }
        JsonNode json =
                new ObjectMapper().readTree(trained.resolve("config.json").toFile());
        assertThat(json.path("task_specific_params").path("a").asInt()).isEqualTo(1);
        assertThat(json.path("dtype").asText()).isEqualTo("float32");
        assertThat(json.has("torch_dtype")).isFalse();
        TypedCommand.of("generate", "--model", trained.toString(), "--max-tokens", "2", "a")
                .done();
    }

    private TypedCommand train(String name, int steps, String model) {
        List<String> words = new ArrayList<>(List.of("train", "../runs/quickstart.conf", "--out"));
        words.add(folder.resolve(name).toString());
        for (String setting : List.of("train.steps=" + steps, model, "batch.rows=1", "evaluate.sources=[]")) {
            words.addAll(List.of("--set", setting));
        }
        return TypedCommand.of(words.toArray(String[]::new));
    }
}
