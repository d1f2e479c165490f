package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.checkpoint.disk.Disk;
import dev.cloze.checkpoint.folder.KeptFiles;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.folder.WholeFolder;
import dev.cloze.model.Networks;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that goes on is the run that stopped: the same network, the same text, the same weights at its end. */
class ResumedRunTest {

    private static final String T5 =
            "model={ type = t5, d-model = 16, d-ff = 32, d-kv = 8, heads = 2, encoder-layers = 1, decoder-layers = 1 }";
    private static final String SWITCH =
            "model={ type = switch, d-model = 16, d-ff = 16, d-kv = 8, heads = 2, encoder-layers = 2, decoder-layers = 2,"
                    + " sparse-encoder-layers = 1, sparse-decoder-layers = 1, experts = 4, layout = last-of-group,"
                    + " capacity-factor = 0.5 }";

    @TempDir
    private Path folder;

    @Test
    void a_tied_head_that_is_not_scaled_stays_tied() throws IOException {
        T5Config shape = T5Config.v11(new T5Config.Shape(16, 8, 32, 2, 1, 1))
                .withVocab(384)
                .withHead(new T5Config.Head(true, false));
        Path base = folder.resolve("base");
        try (PointerScope scope = new PointerScope();
                WeightStore store = WeightStore.initialised(new Seed(3), Precision.FLOAT32)) {
            Networks.build(shape, Weights.of(store));
            ModelFolder.save(
                    base, ModelFolder.checkpoint(shape, store.parameters(), ByteTokenizer.of(), KeptFiles.NONE));
        }
        assertGoesOnAsItWas("model={ type = folder, path = \"" + base + "\" }");
        assertThat(ModelFolder.shape(folder.resolve("out/checkpoints/step-000002")))
                .isEqualTo(shape);
    }

    @ParameterizedTest
    @ValueSource(strings = {T5, SWITCH})
    void a_new_network_goes_on_as_it_was(String model) throws IOException {
        assertGoesOnAsItWas(model);
    }

    private void assertGoesOnAsItWas(String model) throws IOException {
        String first = weightsLine(train(model).done());
        Path weights = folder.resolve("out/model/model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        WholeFolder.remove(Disk.local(), folder.resolve("out/checkpoints/step-000004"));
        Files.delete(weights);
        String again = weightsLine(train(model).done());
        assertThat(again).isEqualTo(first);
        assertThat(Files.readAllBytes(weights)).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d-model = 16        | d-model = 24      | d_model is 16, not 24",
                "encoder-layers = 1  | encoder-layers = 2| num_layers is 1, not 2",
                "heads = 2           | heads = 4         | num_heads is 2, not 4",
                "type = t5, d-model = 16, d-ff = 32, d-kv = 8, heads = 2, encoder-layers = 1, decoder-layers = 1"
                        + "| type = gpt2, d-model = 16, d-ff = 32, heads = 2, layers = 1, positions = 700"
                        + "| model_type is \"t5\", not \"gpt2\"",
            })
    void another_network_is_refused(String part, String instead, String rule) {
        train(T5).done();
        train(T5.replace(part, instead))
                .failed(Commands.REFUSED, "holds another network than the run file asks for", rule);
    }

    @Test
    void other_text_is_refused_and_says_whose() throws IOException {
        Path text = text(400);
        String source = source("mine", text);
        train(T5, source).done();
        String lines = Files.readString(text);
        Files.writeString(text, lines.replaceFirst("word 399 ", "work 399 ")); // the same size, in the first block
        train(T5, source, "train.steps=6")
                .failed(Commands.REFUSED, "was trained on other files than those of source mine are now");
        Files.writeString(text, lines);
        train(T5, source, "train.steps=6").done();
    }

    @Test
    void other_settings_are_said_one_a_line() throws IOException {
        train(T5).done();
        TypedCommand again = train(T5, "train.steps=5", "schedule.rate=0.5", "train.log-every=1")
                .done();
        assertThat(again.err().lines().filter(line -> line.startsWith("changed ")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).isEqualTo("changed    train.steps is 5, was 4"),
                        line -> assertThat(line).startsWith("changed    schedule.rate is 0.5, was "),
                        line -> assertThat(line).startsWith("changed    train.log-every is 1, was "));
    }

    @Test
    void a_bad_record_ends_a_run_that_keeps_what_it_learnt() throws IOException {
        Path text = text(3000);
        Files.writeString(text, Files.readString(text) + "{\"text\": 7\n");
        String[] settings = {
            T5, source("mine", text), "data.shuffle=1", "train.steps=1000", "checkpoint.every=1000", "batch.rows=1"
        };
        TypedCommand ended = train(settings);
        ended.failed(Commands.REFUSED, "text.jsonl", "3001");
        assertThat(ended.err()).contains(": saved ");
        try (Stream<Path> saved = Files.list(folder.resolve("out/checkpoints"))) {
            Path step = saved.findFirst().orElseThrow();
            assertThat(ModelFolder.shape(step).vocab()).isGreaterThan(0);
        }
        settings[1] = settings[1].replace(" }]", ", bad-records = 5 }]");
        settings[3] = "train.steps=20";
        TypedCommand again = train(settings).done();
        assertThat(again.err()).contains("goes on    after step ", "changed    data.sources.0.bad-records is 5, was 0");
    }

    private Path text(int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("{\"text\": \"word ")
                    .append(i)
                    .append(" and some more of them, one behind the other, and so on\"}\n");
        }
        return Files.writeString(folder.resolve("text.jsonl"), text);
    }

    private static String source(String name, Path text) {
        return "data.sources=[{ type = json-lines, name = " + name + ", files = \"" + text + "\" }]";
    }

    private static String weightsLine(TypedCommand command) {
        return command.err()
                .lines()
                .filter(line -> line.startsWith("network "))
                .findFirst()
                .orElse("no network");
    }

    private TypedCommand train(String... settings) {
        List<String> words = new ArrayList<>(List.of("train", "../runs/quickstart.conf", "--out"));
        words.add(folder.resolve("out").toString());
        List<String> all = new ArrayList<>(List.of(
                "train.steps=4",
                "checkpoint.every=2",
                "checkpoint.keep=3",
                "tokenizer={ type = bytes }",
                "batch.rows=2",
                "batch.inputs=256",
                "batch.targets=128",
                "evaluate.sources=[]"));
        all.addAll(List.of(settings));
        all.forEach(setting -> words.addAll(List.of("--set", setting)));
        return TypedCommand.of(words.toArray(String[]::new));
    }
}
