package dev.cloze.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.Notices;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.JsonLines;
import dev.cloze.model.config.InitialModel;
import dev.cloze.model.config.T5Config;
import dev.cloze.run.Checkpointing;
import dev.cloze.run.Hardware;
import dev.cloze.run.Resume;
import dev.cloze.run.Training;
import dev.cloze.run.file.RunFileWriter;
import dev.cloze.task.Data;
import dev.cloze.text.TokenizerSource;
import dev.cloze.train.loss.CrossEntropy;
import dev.cloze.train.loss.LabelSmoothing;
import dev.cloze.train.loss.Normaliser;
import dev.cloze.train.optimiser.AdafactorHuggingFace;
import dev.cloze.train.optimiser.AdafactorT5x;
import dev.cloze.train.optimiser.AdamW;
import dev.cloze.train.optimiser.Clipping;
import dev.cloze.train.optimiser.DecayRule;
import dev.cloze.train.optimiser.Schedule;
import dev.cloze.train.optimiser.T5xSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunFileTest {

    private static final String SMALLEST = """
            tokenizer { type = bytes }
            data.sources = [{ type = json-lines, name = a, files = "text.jsonl" }]
            """;

    @TempDir
    Path folder;

    @Test
    void what_a_file_leaves_open_comes_from_the_defaults() throws IOException {
        Training run = read(SMALLEST);
        assertThat(run.train().steps()).isEqualTo(100_000);
        assertThat(run.model()).isInstanceOf(T5Config.class);
        assertThat(run.optimiser()).isEqualTo(AdafactorT5x.DEFAULT);
        assertThat(run.hardware()).isEqualTo(Hardware.AUTO);
        assertThat(run.checkpoint()).isEqualTo(new Checkpointing(1000, 3, Resume.AUTO));
    }

    @Test
    void what_a_file_leaves_open_is_what_java_leaves_open() throws IOException {
        JsonLines text = new JsonLines("a", List.of(new FilePattern(folder, "text.jsonl")), Fields.text("text"), 0);
        Training said = read(SMALLEST);
        Training java = Training.of(said.model(), new TokenizerSource.Bytes(), Data.of(text));
        assertThat(said).isEqualTo(java);
        assertThat(said.toRunFile()).isEqualTo(java.toRunFile());
    }

    @Test
    void another_type_takes_its_own_defaults() throws IOException {
        Training run = read(SMALLEST + "optimiser { type = adamw, beta2 = 0.99 }");
        assertThat(run.optimiser()).isEqualTo(new AdamW(0.9, 0.99, 1e-8, 0.01, DecayRule.NO_BIAS_NO_NORM, false));
    }

    @Test
    void the_usual_type_need_not_be_said() throws IOException {
        Training run = read(SMALLEST + "schedule.warmup-steps = 7");
        assertThat(run.schedule()).isEqualTo(new Schedule.InverseSquareRoot(0.01, 7, 0));
    }

    @Test
    void every_schedule_and_optimiser_of_the_library_can_be_named() throws IOException {
        Training run = read(SMALLEST + """
                schedule { type = warmup-stable-decay, decay-steps = 50, decay = square-root }
                optimiser { type = adafactor-hugging-face, relative-step = true }
                train { label-smoothing = 0.1, label-smoothing-way = t5x, loss-divisor = 4096, clip-norm = 0 }
                """);
        assertThat(run.schedule())
                .isEqualTo(new Schedule.WarmupStableDecay(
                        1e-3, 1000, 50, 0, Schedule.WarmupStableDecay.Decay.SQUARE_ROOT, 0));
        assertThat(run.optimiser())
                .isEqualTo(new AdafactorHuggingFace(
                        -0.8,
                        1,
                        0,
                        DecayRule.NO_BIAS_NO_NORM,
                        true,
                        0,
                        AdafactorHuggingFace.Epsilons.DEFAULT,
                        new AdafactorHuggingFace.OwnSteps(true, false)));
        assertThat(run.train().loss())
                .isEqualTo(new CrossEntropy(
                        1e-4, new LabelSmoothing(0.1, LabelSmoothing.Way.T5X), new Normaliser.Constant(4096)));
        assertThat(run.train().clipping()).isEqualTo(Clipping.NONE);
        assertThat(read(SMALLEST + "schedule.type = factors").schedule()).isEqualTo(T5xSchedule.DEFAULT);
    }

    @Test
    void overrides_win_and_reach_into_lists_and_references() throws IOException {
        Training run = read(
                SMALLEST + "checkpoint.every = ${train.steps}",
                "train.steps=12",
                "data.sources.0.files=/data/*.jsonl.zst",
                "data.sources.0.language=de");
        assertThat(run.checkpoint().every()).isEqualTo(12);
        JsonLines source = (JsonLines) run.data().sources().get(0);
        assertThat(source.files()).hasToString("[/data/*.jsonl.zst]");
        assertThat(source.fields().language()).isEqualTo("de");
    }

    @Test
    void an_object_that_is_set_takes_the_place_of_the_whole_object() throws IOException {
        Training run = read(
                SMALLEST + "model { type = t5, d-model = 8 }\ntrain { steps = 5, seed = 9 }",
                "model={ type = folder, path = here }",
                "train={ steps = 7 }");
        assertThat(run.model()).isInstanceOf(InitialModel.Folder.class);
        assertThat(run.train().steps()).isEqualTo(7);
        assertThat(run.train().seed()).isEqualTo(1);
    }

    @Test
    void paths_are_read_beside_the_file_that_says_them() throws IOException {
        Files.createDirectories(folder.resolve("shared"));
        Files.writeString(folder.resolve("shared/tokenizer.conf"), "type = files, path = spiece.model");
        Training run = read(SMALLEST.replace("{ type = bytes }", "{ include \"shared/tokenizer.conf\" }"));
        assertThat(run.tokenizer()).isEqualTo(new TokenizerSource.Files(folder.resolve("shared/spiece.model"), 0));
        JsonLines source = (JsonLines) run.data().sources().get(0);
        assertThat(source.files()).containsExactly(new FilePattern(folder, "text.jsonl"));
    }

    @Test
    void several_includes_and_definitions_come_together() throws IOException {
        Files.writeString(folder.resolve("a.conf"), "train.steps = 5");
        Files.writeString(folder.resolve("b.conf"), "define.size = 24");
        Training run = read("include \"a.conf\"\ninclude \"b.conf\"\n" + SMALLEST + "batch.rows = ${define.size}");
        assertThat(run.train().steps()).isEqualTo(5);
        assertThat(run.batch().rows()).isEqualTo(24);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "train.stepz = 5 ~ run.conf: 3: unknown key 'train.stepz'; did you mean 'train.steps'?",
                "trian { steps = 5 } ~ run.conf: 3: unknown key 'trian'; did you mean 'train'?",
                "train.steps = many ~ run.conf: 3: train.steps must be a whole number, got 'many'",
                "train.steps = 1.5 ~ run.conf: 3: train.steps must be a whole number, got '1.5'",
                "train.steps = -1 ~ run.conf: 3: train: steps must be 0 or more, got -1",
                "batch.rows = 99999999999 ~ run.conf: 3: batch.rows must be between -2147483648 and 2147483647, got '99999999999'",
                "optimiser.type = adamv ~ run.conf: 3: optimiser.type 'adamv' is unknown; did you mean 'adamw'?",
                "model.tied-head = yes ~ run.conf: 3: model.tied-head must be true or false, got 'yes'",
                "precision = bfloat ~ run.conf: 3: precision must be auto | float32 | bfloat16, got 'bfloat'; did you mean 'bfloat16'?",
                "device = gpu ~ run.conf: 3: device must be auto, cpu or cuda:0, got 'gpu'",
                "train.loss-divisor = half ~ run.conf: 3: train.loss-divisor must be one of tokens, mean-of-means, sum, real-tokens, total-tokens, sequences or a number, got 'half'",
                "train.label-smoothing = 1 ~ run.conf: 3: train: label-smoothing must be in [0, 1), got 1.0",
                "train.clip-norm = -1 ~ run.conf: 3: train: clip-norm must be 0 or more, got -1.0",
                "optimiser.weight-decay = -1 ~ run.conf: 3: optimiser: weight-decay must be 0 or more, got -1.0",
                "schedule { type = linear, total-steps = 5 } ~ run.conf: 3: schedule: total-steps must be 0 or at least warmupSteps (1000), got 5",
                "train = 5 ~ run.conf: 3: train must be an object { … }, got 5",
                "train.seed = null ~ run.conf: 3: missing key 'train.seed' (a whole number)",
                "train.seed = ${nothing} ~ run.conf: 3: Could not resolve substitution to a value: ${nothing}",
                "train.seed = ${?nothing} ~ run.conf: 3: run files have no '${?'; ${…} must name a key that is there",
                "data.sources += {} ~ run.conf: 3: run files have no '+='; give the whole list",
                "include \"no.conf\" ~ run.conf: 3: include \"no.conf\": no such file beside run.conf",
                "data.sources = [] ~ run.conf: 3: data: sources must name at least one source",
                "data.sources = [{ type = json-lines, files = a }] ~ run.conf: 3: missing key 'data.sources.0.name' (text)",
                "data.sources = [{ name = a, files = a }] ~ run.conf: 3: missing key 'data.sources.0.type' (json-lines | tab-separated | plain-text | table | sql | megatron)",
                "objective { type = span-corruption, noise-density = 1.5 } ~ run.conf: 3: objective: noise-density must be above 0 and below 1, got 1.5"
            })
    void what_is_wrong_is_said_with_its_place(String line, String message) {
        assertThatThrownBy(() -> read(SMALLEST + line))
                .isInstanceOf(Refusal.class)
                .hasMessage(folder + "/" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "train.stepz=5 ~ --set: unknown key 'train.stepz'; did you mean 'train.steps'?",
                "train.steps=x ~ --set: train.steps must be a whole number, got 'x'",
                "train.steps ~ --set: expected key=value, got 'train.steps'",
                "data.sources.1.name=b ~ --set: data.sources has 1 elements counted from 0, got 1",
                "train.0=b ~ --set: there is no list at train",
            })
    void what_is_wrong_on_the_command_line_is_said_too(String override, String message) {
        assertThatThrownBy(() -> read(SMALLEST, override))
                .isInstanceOf(Refusal.class)
                .hasMessage(message);
    }

    @Test
    void missing_and_empty_files_are_refused() throws IOException {
        Path missing = folder.resolve("missing.conf");
        assertThatThrownBy(() -> RunFile.read(missing, List.of())).hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> RunFile.read(folder, List.of())).hasMessage(folder + ": is not a file");
        assertThatThrownBy(() -> read(""))
                .hasMessage(folder + "/run.conf: the file is empty; a run needs at least tokenizer and data.sources");
        assertThatThrownBy(() -> read("train.steps = 1"))
                .hasMessageContaining("missing key 'tokenizer' (an object with type = files | bytes | model)");
    }

    @Test
    void a_file_that_includes_itself_is_refused() {
        assertThatThrownBy(() -> read("include \"run.conf\"")).hasMessageContaining("does a file include itself?");
    }

    @Test
    void a_query_finds_its_files_beside_the_run_file() throws IOException {
        Files.writeString(folder.resolve("rows.csv"), "title,body\na,first\nb,second\n");
        Training run = read("tokenizer { type = bytes }\ndata.sources = [{ type = sql, name = q, folder = ., "
                + "query = \"select body as text from 'rows.csv' order by title desc\" }]");
        Corpus<?> source = run.data().sources().get(0).read(ReadingRules.telling(Notices.SILENT));
        List<String> texts = new ArrayList<>();
        try (Feed<?> feed = source.open(Position.START, new Seed(1))) {
            while (feed.advance()) {
                texts.add(((Document) feed.current()).text());
            }
        }
        assertThat(texts).containsExactly("second", "first");
    }

    @Test
    void a_run_written_out_reads_back_the_same() throws IOException {
        Training run = read(SMALLEST + """
                        objective { type = mixture, parts = [
                          { rate = 1, objective { type = prefix-lm } }
                          { rate = 2, mode = "[NLU] ", objective { type = span-corruption, mean-span-length = 8 } }
                        ] }
                        device = "cuda:0"
                        """);
        Path copy = Files.writeString(folder.resolve("copy.conf"), RunFileWriter.write(run));
        Training again = RunFile.read(copy, List.of());
        assertThat(RunFileWriter.write(again)).isEqualTo(RunFileWriter.write(run));
        assertThat(again.objective()).isEqualTo(run.objective());
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5", "switch", "gpt2", "bart", "cpt"})
    void every_network_written_out_reads_back_the_same(String type) throws IOException {
        Training run = read(SMALLEST + "model { type = " + type + ", rows = 5000 }");
        Path copy = Files.writeString(folder.resolve("copy.conf"), RunFileWriter.write(run));
        assertThat(RunFile.read(copy, List.of()).model()).isEqualTo(run.model());
    }

    @Test
    void limits_of_experts_written_out_read_back_the_same() throws IOException {
        Training run = read(SMALLEST + "model { type = switch, capacity-factor = 1.25, expert-capacity = 64/row }");
        Path copy = Files.writeString(folder.resolve("copy.conf"), RunFileWriter.write(run));
        assertThat(RunFile.read(copy, List.of()).model()).isEqualTo(run.model());
    }

    private Training read(String text, String... overrides) throws IOException {
        Path file = Files.writeString(folder.resolve("run.conf"), text);
        return RunFile.read(file, List.of(overrides));
    }
}
