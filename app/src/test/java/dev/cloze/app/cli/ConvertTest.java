package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertTest {

    @TempDir
    Path place;

    private Path model;
    private Path out;

    @BeforeEach
    void save() {
        model = place.resolve("model");
        out = place.resolve("out");
        T5Config config = T5Config.v11(new T5Config.Shape(16, 4, 24, 3, 2, 2)).withVocab(400);
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(3), Precision.FLOAT32);
            T5.build(config, Weights.of(store));
            ModelFolder.save(model, ModelFolder.files(config, store.parameters(), ByteTokenizer.of()));
        }
    }

    @Test
    void a_folder_is_written_anew_and_can_be_used() {
        TypedCommand done = TypedCommand.of(
                        "convert",
                        model.toString(),
                        out.toString(),
                        "--precision",
                        "bfloat16",
                        "--resize-vocabulary",
                        "410",
                        "--upcycle",
                        "2",
                        "--shard-size",
                        "20KB")
                .done();
        assertThat(done.out()).startsWith(out + ": ").contains("weights", "bytes");
        assertThat(done.err()).contains("note: ", "gated");
        assertThat(out.resolve("model.safetensors.index.json")).exists();
        assertThat(TypedCommand.of("inspect", out.toString()).done().out())
                .contains("SwitchTransformer", "[410, 16]", "BF16 in", "expert_{0-1}")
                .doesNotContain("missing", "unexpected");
        TypedCommand.of("generate", "--model", out.toString(), "--max-tokens", "2", "abc")
                .done();
    }

    @Test
    void several_checkpoints_are_averaged() {
        TypedCommand.of("convert", model.toString(), out.toString(), "--average", model.toString())
                .done();
        assertThat(out.resolve("model.safetensors")).hasSameBinaryContentAs(model.resolve("model.safetensors"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --precision float8         | precision: must be float32, bfloat16 or float16, got 'float8'
            --shard-size 5             | --shard-size: must be a size
            --new-rows mean            | --new-rows needs --resize-vocabulary
            --resize-vocabulary 100    | the tokenizer has 384 ids
            --resize-vocabulary 0      | a vocabulary must have 1 to
            --resize-positions 100     | its positions are relative
            --upcycle 1                | experts must be 2 to
            --average nowhere          | nowhere: there is no such folder
            --init-cpt-from nowhere    | nowhere: there is no such folder
            """)
    void what_cannot_be_done_is_refused_and_leaves_nothing(String words, String rule) throws IOException {
        String[] split = words.split(" ", -1);
        TypedCommand.of("convert", model.toString(), out.toString(), split[0], split[1])
                .failed(Commands.REFUSED, rule);
        assertThat(out).doesNotExist();
        Files.createDirectory(out);
        Files.writeString(out.resolve("precious"), "x");
        TypedCommand.of("convert", model.toString(), out.toString())
                .failed(Commands.REFUSED, "exists already, and nothing is overwritten");
        assertThat(out.resolve("precious")).hasContent("x");
    }
}
