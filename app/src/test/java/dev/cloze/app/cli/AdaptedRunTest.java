package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters from a run file: learnt, saved, gone on with, used. */
class AdaptedRunTest {

    private static final String TEXT = "A <extra_id_0> walks into a bar.";
    private static final String WHOLE_ROWS = "batch.packing=none";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void aModelIsThere() {
        TypedCommand typed = TypedCommand.of(words(
                "../runs/quickstart.conf",
                shared.resolve("base"),
                "train.steps=1",
                "model={ type = t5, d-model = 16, d-ff = 32, d-kv = 8, heads = 2, encoder-layers = 2, decoder-layers = 2 }",
                "batch.rows=1",
                "data.shuffle=50",
                "evaluate.sources=[]"));
        assertThat(typed.code()).as(typed.err()).isEqualTo(Commands.DONE);
    }

    private static String[] words(String file, Path out, String... settings) {
        List<String> words = new ArrayList<>(List.of("train", file, "--out", out.toString()));
        List.of(settings).forEach(setting -> words.addAll(List.of("--set", setting)));
        return words.toArray(String[]::new);
    }

    private TypedCommand adapt(String name, String adapter, String steps) {
        return TypedCommand.of(words(
                "../runs/adapt/quickstart-lora.conf",
                folder.resolve(name),
                "model.path=" + shared.resolve("base/model"),
                "adapter=" + adapter,
                "train.steps=" + steps,
                "schedule={ type = constant, rate = 0.01 }",
                "batch.rows=2",
                "batch.inputs=48",
                "batch.targets=32",
                "data.shuffle=50",
                "checkpoint.every=2",
                "precision=float32",
                "evaluate.sources=[]",
                WHOLE_ROWS));
    }

    private byte[] learnt(String name) throws IOException {
        Path model = folder.resolve(name).resolve("model");
        Path file = model.resolve("adapter_model.safetensors");
        return Files.readAllBytes(Files.exists(file) ? file : model.resolve("adapter.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ type = lora, r = 2, lora_dropout = 0.1, rank_pattern { \"encoder.*q\" = 1 } }",
                "{ type = prompt-tuning, num_virtual_tokens = 3 }",
                "{ type = ptuning, num_virtual_tokens = 3 }",
                "{ type = prefix-tuning, num_virtual_tokens = 3 }",
                "{ type = bottleneck, config = houlsby, reduction_factor = 4 }"
            })
    void an_adapter_that_goes_on_is_equal_to_one_never_stopped(String adapter) throws IOException {
        TypedCommand whole = adapt("whole", adapter, "4");
        assertThat(whole.code()).as(whole.err()).isEqualTo(Commands.DONE);
        assertThat(whole.err()).contains("weights beside").contains("that stay as they are");
        assertThat(adapt("parts", adapter, "2").code()).isEqualTo(Commands.DONE);
        TypedCommand again = adapt("parts", adapter, "4");
        assertThat(again.err()).contains("goes on    after step 2");
        assertThat(learnt("parts")).isEqualTo(learnt("whole"));

        Path run = folder.resolve("whole");
        TypedCommand alone =
                TypedCommand.of("fill", "--precision", "float32", "--max-tokens", "4", "--model", run.toString(), TEXT);
        assertThat(alone.code()).as(alone.err()).isEqualTo(Commands.DONE);
        TypedCommand both = TypedCommand.of(
                "fill",
                "--precision",
                "float32",
                "--max-tokens",
                "4",
                "--model",
                shared.resolve("base").toString(),
                "--adapter",
                run.toString(),
                TEXT);
        assertThat(both.out()).isEqualTo(alone.out());
    }

    @Test
    void each_text_may_name_its_adapter() throws IOException {
        assertThat(adapt("one", "{ type = lora, r = 2 }", "2").code()).isEqualTo(Commands.DONE);
        assertThat(adapt("two", "{ type = ia3 }", "2").code()).isEqualTo(Commands.DONE);
        Path lines = folder.resolve("in.jsonl");
        Files.writeString(lines, "{\"text\":\"A cat\",\"use\":\"two\"}\n{\"text\":\"A cat\",\"use\":\"one\"}\n");
        TypedCommand both = generate("--input", lines.toString());
        assertThat(both.code()).as(both.err()).isEqualTo(Commands.DONE);
        assertThat(both.out())
                .isEqualTo(generate("--use", "two", "A cat").out()
                        + generate("--use", "one", "A cat").out());
        assertThat(generate("A cat").lastLine())
                .isEqualTo("cloze: --use, or a field use of each line: must say which of one, two, got ''");
        assertThat(generate("--use", "three", "A cat").lastLine())
                .isEqualTo("cloze: use: must be one of one, two, got 'three'");
    }

    private TypedCommand generate(String... more) {
        List<String> words = new ArrayList<>(List.of("generate", "--precision", "float32", "--max-tokens", "3"));
        words.addAll(List.of("--model", shared.resolve("base").toString()));
        words.addAll(List.of("--adapter", "one=" + folder.resolve("one"), "--adapter", "two=" + folder.resolve("two")));
        words.addAll(List.of(more));
        return TypedCommand.of(words.toArray(String[]::new));
    }

    @Test
    void the_weights_of_the_model_are_neither_changed_nor_saved() throws IOException {
        byte[] before = Files.readAllBytes(shared.resolve("base/model/model.safetensors"));
        assertThat(adapt("run", "{ type = lora }", "2").code()).isEqualTo(Commands.DONE);
        assertThat(Files.readAllBytes(shared.resolve("base/model/model.safetensors")))
                .isEqualTo(before);
        try (var files = Files.walk(folder.resolve("run"))) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .contains("adapter_model.safetensors", "adapter_config.json", "optimiser.safetensors")
                    .doesNotContain("model.safetensors", "config.json");
        }
        assertThat(Files.size(folder.resolve("run/checkpoints/step-000002/optimiser.safetensors")))
                .isLessThan(before.length / 4);
    }

    @Test
    void a_measured_adapter_is_better_at_what_it_learnt() {
        assertThat(adapt("run", "{ type = lora, r = 8, target_modules = all-linear }", "24")
                        .code())
                .isEqualTo(Commands.DONE);
        double plain = loss("--model", shared.resolve("base").toString());
        double adapted = loss(
                "--model",
                shared.resolve("base").toString(),
                "--adapter",
                folder.resolve("run").toString());
        assertThat(adapted).isLessThan(plain - 0.05);
    }

    private static double loss(String... model) {
        List<String> words = new ArrayList<>(List.of("evaluate"));
        words.addAll(List.of(model));
        words.addAll(List.of("--set", "evaluate.batches=2", "--set", "evaluate.spans=0", "--set", "batch.rows=2"));
        words.addAll(List.of("--set", "batch.inputs=48", "--set", "batch.targets=32"));
        words.addAll(List.of(
                "--set", "evaluate.samples=0", "--set", "precision=float32", "../runs/adapt/quickstart-lora.conf"));
        TypedCommand typed = TypedCommand.of(words.toArray(String[]::new));
        assertThat(typed.code()).as(typed.err()).isEqualTo(Commands.DONE);
        return Double.parseDouble(typed.out().replaceAll("(?s)held-out loss\\s+([0-9.]+).*", "$1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ type = bottleneck, reduction_factor = 0 }|reduction_factor must be at least 1, got 0",
                "{ type = bottleneck, non_linearity = sine }|sine",
                "{ type = lora, r = 0 }|r must be in [1, 65536], got 0",
                "{ type = lora, target_modules = [nothing] }|targets: match none of the model's linear maps: nothing",
                "{ type = lora, rank_pattern { \"(\" = 1 } }|rank_pattern: must be a regular expression, got '('",
                "{ type = lora, rank = 2 }|key 'adapter.rank' is called 'adapter.r' now",
                "{ type = lora, targets = [q] }|key 'adapter.targets' is called 'adapter.target_modules' now",
                "{ type = bottleneck, form = houlsby }|key 'adapter.form' is called 'adapter.config' now",
                "{ type = lora, lora_alhpa = 2 }|unknown key 'adapter.lora_alhpa'; did you mean 'adapter.lora_alpha'?",
                "{ type = lora, target_modules = \"(\" }|must be a regular expression",
                "{ type = lore }|adapter.type 'lore' is unknown; did you mean 'lora'?",
                "{ type = prefix-tuning, num_virtual_tokens = 0 }|num_virtual_tokens must be in [1, 16384], got 0"
            })
    void what_cannot_be_learnt_is_refused_in_one_line(String adapter, String rule) {
        TypedCommand typed = adapt("run", adapter, "2");
        assertThat(typed.code()).isEqualTo(Commands.REFUSED);
        assertThat(typed.lastLine()).startsWith("cloze: ");
        assertThat(typed.lastLine()).contains(rule);
    }

    @Test
    void an_adapter_of_virtual_tokens_needs_one_text_a_row() {
        TypedCommand typed = TypedCommand.of(words(
                "../runs/adapt/quickstart-lora.conf",
                folder.resolve("run"),
                "model.path=" + shared.resolve("base/model"),
                "adapter={ type = ptuning }"));
        assertThat(typed.code()).isEqualTo(Commands.REFUSED);
        assertThat(typed.lastLine()).contains("batch.packing: must be none with this adapter");
    }

    @Test
    void a_run_goes_on_only_with_the_adapter_that_it_began_with() {
        assertThat(adapt("run", "{ type = lora, r = 2 }", "2").code()).isEqualTo(Commands.DONE);
        TypedCommand typed = adapt("run", "{ type = lora, r = 2, lora_alpha = 3 }", "4");
        assertThat(typed.code()).isEqualTo(Commands.REFUSED);
        assertThat(typed.lastLine()).contains("holds another adapter than the run file asks for");
    }
}
