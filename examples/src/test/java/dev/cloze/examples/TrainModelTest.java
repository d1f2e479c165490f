package dev.cloze.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainModelTest {

    private static final String TOKENIZER = "../runs/quickstart-tokenizer";

    @TempDir
    private Path folder;

    @Test
    void a_model_is_trained_and_the_run_goes_on_when_it_is_asked_for_more() throws IOException {
        String lines = IntStream.range(0, 50)
                .mapToObj(i -> "{\"text\": \"We go on to house " + i + " and it is as wonderful as the other.\"}\n")
                .collect(Collectors.joining());
        Path text = Files.writeString(folder.resolve("text.jsonl"), lines);
        Path out = folder.resolve("out");
        TrainModel.main(new String[] {text.toString(), TOKENIZER, "1", out.toString()});
        assertThat(out.resolve("model/model.safetensors")).exists();
        TrainModel.main(new String[] {text.toString(), TOKENIZER, "2", out.toString()});
        assertThat(out.resolve("checkpoints/step-000001")).exists();
        assertThat(out.resolve("checkpoints/step-000002")).exists();
    }
}
