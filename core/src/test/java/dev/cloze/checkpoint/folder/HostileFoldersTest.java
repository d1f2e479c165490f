package dev.cloze.checkpoint.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Golden;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.JsonFile;
import dev.cloze.checkpoint.pickle.PickledTensors;
import dev.cloze.checkpoint.tensors.Hostile;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.checkpoint.tensors.ShardedTensors;
import dev.cloze.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders whose small files were made to fill memory, to break the reader or to write to the terminal. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HostileFoldersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LIES = List.of("-1", "2147483647", "1e300", "\"a\\n\\u001b[31m\"", "[]");

    @TempDir
    Path folder;

    static List<Path> models() throws IOException {
        Path all = Golden.folder("models").orElseThrow();
        try (Stream<Path> inside = Files.list(all)) {
            return inside.filter(model -> Files.exists(model.resolve("config.json")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatever_a_config_lies_about_is_refused_in_one_line_or_does_no_harm(Path model) throws IOException {
        Files.copy(model.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        JsonNode sound = JSON.readTree(model.resolve("config.json").toFile());
        for (Map.Entry<String, JsonNode> field : sound.properties()) {
            for (String lie : LIES) {
                ObjectNode changed = sound.deepCopy();
                Files.writeString(
                        folder.resolve("config.json"),
                        changed.set(field.getKey(), JSON.readTree(lie)).toString());
                inspect(field.getKey() + " = " + lie);
            }
        }
    }

    private void inspect(String what) {
        try {
            ModelFolder.inspect(folder);
        } catch (Refusal e) {
            String message = String.valueOf(e.getMessage());
            assertThat(message).as(what).startsWith(folder.toString()).hasSizeLessThan(1200);
            assertThat(message.chars().noneMatch(Character::isISOControl))
                    .as(what)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":[            | {},  | 4000000  | 1]}  | must be valid JSON
            {                 | "k~":0, | 700000 | "b":1} | must be valid JSON
            {"model_type":"   | y    | 8000000  | "}   | must be valid JSON
            {"num_layers":    | 9    | 300      | }    | num_layers must be a whole number
            {"num_layers":    | 9    | 1000000  | }    | must be valid JSON
            {"a":             | [    | 1000000  | 1    | must be valid JSON
            {"a":1,           | "b":0, | 2      | "c":0} | Duplicate field 'b'
                              | \\n  | 17000000 | {}   | must be at most 16777216 bytes
            """)
    void a_config_made_to_fill_memory_is_refused(String head, String part, int times, String tail, String rule)
            throws IOException {
        Files.writeString(folder.resolve("config.json"), repeated(head, part, times, tail));
        Hostile.refused(this::load, folder.resolve("config.json"), rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"weight_map":{        | "t~":"absent-~", | 150000  | "a":"b"}} | must name at most 10000 files
            {"weight_map":{        | "t~":"absent",   | 200000  | "a":"b"}} | must name at most 200000 tensors
            {"weight_map":{        | "t~":"absent",   | 150000  | "a":"absent"}} | there is no such file
            {"weight_map":{        | "t~":"absent",   | 150000  |           | must be valid JSON
            {"metadata":           | [                | 100000  | }         | must be valid JSON
            {"weight_map":{"a":"b", | "a":"~",        | 2       | "c":"d"}} | Duplicate field 'a'
            {"weight_map":{"       | n                | 2000    | ":"b"}}   | must be valid JSON
            """)
    void an_index_made_to_open_or_list_too_much_is_refused(
            String head, String part, int times, String tail, String rule) throws IOException {
        Files.writeString(folder.resolve("config.json"), """
                {"vocab_size": 9, "d_model": 4, "d_kv": 2, "d_ff": 4, "num_heads": 2, "num_layers": 1}""");
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, repeated(head, part, times, tail == null ? "" : tail));
        Hostile.refused(this::load, folder, rule);
    }

    @ParameterizedTest
    @CsvSource({"2000000000", "-5", "1e300", "'\"x\"'", "[]"})
    void a_tokenizer_with_any_number_of_sentinels_is_refused(String count) throws IOException {
        Files.writeString(folder.resolve("config.json"), """
                {"vocab_size": 999, "d_model": 4, "d_kv": 2, "d_ff": 4, "num_heads": 2, "num_layers": 1}""");
        Path file = folder.resolve("tokenizer_config.json");
        Files.writeString(file, "{\"tokenizer_class\": \"ByT5Tokenizer\", \"extra_ids\": " + count + "}");
        Hostile.refused(this::load, file, "extra_ids must be a whole number in [0, 100000]");
    }

    @Test
    void a_device_or_a_pipe_is_refused_before_it_is_opened() throws IOException, InterruptedException {
        Path zeros = Path.of("/dev/zero");
        Assumptions.assumeTrue(Files.exists(zeros), "needs a device that never ends");
        Path config = folder.resolve("config.json");
        Files.createSymbolicLink(config, zeros);
        Hostile.refused(this::load, config, "must be a regular file, got a pipe or a device");
        Files.delete(config);
        Files.createDirectory(config);
        Hostile.refused(this::load, config, "must be a regular file, got a folder");
        Files.delete(config);
        Process made = new ProcessBuilder("mkfifo", config.toString()).start();
        Assumptions.assumeTrue(made.waitFor() == 0, "needs named pipes");
        Hostile.refused(this::load, config, "must be a regular file, got a pipe or a device");
        for (Consumer<Path> reader : List.<Consumer<Path>>of(
                SafeTensors::open,
                PickledTensors::open,
                index -> ShardedTensors.open(index, SafeTensors::open),
                JsonFile::read)) {
            Hostile.refused(() -> reader.accept(config), config, "must be a regular file, got a pipe or a device");
        }
    }

    private void load() {
        try (PointerScope scope = new PointerScope()) {
            ModelFolder.load(folder, Precision.FLOAT32);
        }
    }

    /** {@code ~} stands for the number of the repetition, {@code \n} for a line's end. */
    private static String repeated(String head, String part, int times, String tail) {
        StringBuilder text = new StringBuilder(head == null ? "" : head);
        String plain = part.equals("\\n") ? "\n" : part;
        boolean numbered = part.contains("~");
        for (int i = 0; i < times; i++) {
            text.append(numbered ? plain.replace("~", Integer.toString(i)) : plain);
        }
        return text.append(tail).toString();
    }
}
