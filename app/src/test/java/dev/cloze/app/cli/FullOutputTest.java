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
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A disk that is full where results go: exit code 1 and one line, whatever the command. */
@EnabledOnOs(OS.LINUX)
class FullOutputTest {

    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private static Path place;

    @BeforeAll
    static void save() throws IOException {
        T5Config config = T5Config.v11(new T5Config.Shape(16, 8, 32, 2, 2, 2)).withVocab(384);
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(11), Precision.FLOAT32);
            T5.build(config, Weights.of(store));
            ModelFolder.save(place.resolve("model"), ModelFolder.files(config, store.parameters(), ByteTokenizer.of()));
        }
        Files.writeString(
                place.resolve("text.jsonl"), "{\"text\": \"some words to learn from, and some more\"}\n".repeat(20));
        Files.writeString(place.resolve("run.conf"), """
                tokenizer { type = bytes }
                data.sources = [{ type = json-lines, name = a, files = "text.jsonl" }]
                evaluate.sources = [{ type = json-lines, name = b, files = "text.jsonl" }]
                batch { rows = 2, inputs = 32, targets = 32 }
                """);
    }

    static Stream<List<String>> commands() {
        return Stream.of(
                List.of("generate", "--model", "MODEL", "--max-tokens", "4", "abc"),
                List.of("generate", "--model", "MODEL", "--max-tokens", "4", "--stream", "abc"),
                List.of("fill", "--model", "MODEL", "a <extra_id_0> b"),
                List.of("score", "--model", "MODEL", "a", "b"),
                List.of("embed", "--model", "MODEL", "a"),
                List.of("inspect", "MODEL"),
                List.of("inspect", "MODEL", "--json"),
                List.of("inspect", "RUN"),
                List.of("inspect", "RUN", "--features", "1"),
                List.of("evaluate", "RUN", "--model", "MODEL"),
                List.of("evaluate", "RUN", "--model", "MODEL", "--json"),
                List.of("train", "RUN", "--check"),
                List.of("tokenizer", "train", "--help"),
                List.of("--help"),
                List.of("--version"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void results_that_are_lost_end_the_command_with_code_1_and_one_line(List<String> words) throws IOException {
        List<String> typed = words.stream()
                .map(word -> word.replace("MODEL", place.resolve("model").toString())
                        .replace("RUN", place.resolve("run.conf").toString()))
                .toList();
        StringWriter err = new StringWriter();
        int code;
        try (PrintWriter out = new PrintWriter(new FileOutputStream(FULL.toFile()), true, StandardCharsets.UTF_8)) {
            BufferedReader nothing = new BufferedReader(new StringReader(""));
            code = new Commands(new Terminal(nothing, out, new PrintWriter(err, true), false, false)).run(typed);
        }
        assertThat(code).as(err.toString()).isEqualTo(Commands.FAULT);
        assertThat(err.toString().lines().filter(line -> line.startsWith("cloze: ")))
                .containsExactly("cloze: standard output: cannot be written: the disk is full or its reader has gone");
        assertThat(err.toString()).doesNotContain("\tat ", "Exception");
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void a_full_output_file_ends_the_command_so_too(List<String> words) {
        List<String> typed = words.stream()
                .map(word -> word.replace("MODEL", place.resolve("model").toString()))
                .toList();
        TypedCommand.of(typed.toArray(String[]::new)).failed(Commands.FAULT, "/dev/full", "cannot be written");
    }

    static Stream<List<String>> outputs() {
        return Stream.of(
                List.of("generate", "--model", "MODEL", "--max-tokens", "4", "--output", FULL.toString(), "abc"),
                List.of("score", "--model", "MODEL", "--output", FULL.toString(), "a", "b"),
                List.of("embed", "--model", "MODEL", "--output", FULL.toString(), "a"));
    }
}
