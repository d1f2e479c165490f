package dev.cloze.batch.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Batches;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Material;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.Notices;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.JsonLines;
import dev.cloze.data.source.PlainText;
import dev.cloze.data.source.Source;
import dev.cloze.objective.CausalLm;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.task.Data;
import dev.cloze.task.Joining;
import dev.cloze.task.Learning;
import dev.cloze.task.Task;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLoaderTest {

    private static final ReadingRules RULES = ReadingRules.telling(Notices.SILENT);

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.write(
                folder.resolve("lines.txt"),
                IntStream.range(0, 40).mapToObj(i -> "line number " + i).toList());
        Files.write(
                folder.resolve("pairs.jsonl"),
                IntStream.range(0, 40)
                        .mapToObj(i -> "{\"text\": \"question %d\", \"answer\": \"answer %d\"}".formatted(i, i))
                        .toList());
    }

    private Source lines(String name) {
        return new PlainText(name, files("lines.txt"), LineCounts.Unit.LINE, "en");
    }

    private Task pairs() {
        Source source =
                new JsonLines("pairs", files("pairs.jsonl"), Fields.text("text").with("answer"), 0);
        return new Task("", source, List.of(), new Learning.Pair("text", "answer"), List.of());
    }

    private List<FilePattern> files(String name) {
        return List.of(new FilePattern(folder, name));
    }

    private static Data data(List<Source> sources, List<Task> tasks) {
        return new Data(sources, tasks, List.of(), List.of(), true, 1, 16, Joining.ALONE);
    }

    private static LoaderSettings settings(long seed) {
        BatchShape shape = BatchShape.packed(2, new Lengths(32, 32));
        return new LoaderSettings(ByteTokenizer.of(), new CausalLm(), shape, seed);
    }

    private DataLoader training(long seed) {
        return DataLoader.training(data(List.of(lines("lines")), List.of(pairs())), settings(seed), RULES);
    }

    private static List<Batch> some(DataLoader loader, Position position, int threads) {
        List<Batch> some = new ArrayList<>();
        try (Batches batches = loader.batches(position, threads)) {
            while (some.size() < 12 && batches.advance()) {
                some.add(batches.current());
            }
        }
        return some;
    }

    @Test
    void batches_depend_on_the_seed_and_on_no_number_of_threads() {
        List<Batch> first = some(training(1), Position.START, 0);
        assertThat(first).hasSize(12).isEqualTo(some(training(1), Position.START, 2));
        assertThat(first).isNotEqualTo(some(training(2), Position.START, 0));
    }

    @Test
    void batches_go_on_behind_any_of_them() {
        DataLoader loader = training(1);
        List<Batch> all = some(loader, Position.START, 0);
        try (Batches batches = loader.batches(Position.START, 0)) {
            for (int i = 0; i < 6; i++) {
                batches.advance();
            }
            assertThat(some(loader, batches.position(), 0).subList(0, 6)).isEqualTo(all.subList(6, 12));
        }
    }

    @Test
    void held_out_text_comes_in_one_order_whatever_the_seed() {
        List<Task> heldOut = List.of(Task.of(lines("held-out")));
        Data data = data(List.of(lines("lines")), List.of());
        List<Batch> first = some(DataLoader.heldOut(heldOut, data, settings(1), RULES), Position.START, 1);
        assertThat(first).isEqualTo(some(DataLoader.heldOut(heldOut, data, settings(2), RULES), Position.START, 1));
        assertThat(first.get(0).labels().get(0).get(0).source()).isEqualTo("held-out");
    }

    @Test
    void only_what_is_denoised_is_running_text() {
        DataLoader loader = training(1);
        assertThat(loader.hasRunningText()).isTrue();
        int running = 0;
        int pairs = 0;
        try (Feed<Material> pieces = loader.open()) {
            for (int i = 0; i < 40 && pieces.advance(); i++) {
                boolean runs = loader.running(pieces.current()).isPresent();
                assertThat(runs).isEqualTo(pieces.current().source().equals("lines"));
                running += runs ? 1 : 0;
                pairs += runs ? 0 : 1;
            }
        }
        assertThat(running).isPositive();
        assertThat(pairs).isPositive();
    }

    @Test
    void two_sources_of_one_name_go_the_ways_of_their_tasks() {
        Task running = new Task("running", lines("same"), List.of(), new Learning.OfRun(), List.of());
        Task written = new Task(
                "written",
                new JsonLines("same", files("pairs.jsonl"), Fields.text("text").with("answer"), 0),
                List.of(),
                new Learning.Pair("text", "answer"),
                List.of());
        LoaderSettings settings = settings(1).counting(List.of("other", "written"));
        DataLoader loader = DataLoader.training(data(List.of(), List.of(running, written)), settings, RULES);
        List<Example> examples = new ArrayList<>();
        for (Batch batch : some(loader, Position.START, 0)) {
            IntStream.range(0, batch.rows()).forEach(row -> examples.addAll(batch.examples(row)));
        }
        assertThat(examples).hasSizeGreaterThan(20);
        assertThat(examples).extracting(example -> example.label().source()).containsOnly("same");
        assertThat(examples).extracting(example -> example.label().task()).contains(1, 2);
        assertThat(examples)
                .allSatisfy(example -> assertThat(ByteTokenizer.of().decode(example.targets()))
                        .startsWith(example.label().task() == 1 ? "answer " : "line number "));
    }

    @Test
    void features_are_the_rows_of_batches_by_name() {
        DataLoader loader = training(1);
        Batch first = some(loader, Position.START, 0).get(0);
        assertThat(loader.features(3)).hasSize(3);
        assertThat(loader.features(1).get(0))
                .containsEntry(
                        "decoder_target_tokens",
                        Tokens.of(IntStream.range(0, 32)
                                .map(column -> first.decoder().targetTokens().at(0, column))
                                .toArray()));
    }

    @Test
    void an_order_of_others_names_the_artifact_that_is_not_there() {
        BatchOrder seqio =
                new BatchOrder.Seqio(10, true, 0, OptionalInt.empty(), BatchOrder.Seqio.Converter.LM, true, 0, 1);
        Data sources = data(List.of(lines("lines")), List.of());
        assertThatThrownBy(() -> DataLoader.training(sources, settings(1), seqio, RULES))
                .isInstanceOf(Refusal.class)
                .hasMessage("compat: type = seqio needs the artifact dev.cloze:cloze-seqio on the class path");
        Data tasks = data(List.of(), List.of(pairs()));
        assertThatThrownBy(() -> DataLoader.training(tasks, settings(1), new BatchOrder.TextDenoising(), RULES))
                .isInstanceOf(Refusal.class)
                .hasMessage("compat: type = text-denoising reads data.sources, not data.tasks");
        assertThat(DataLoader.training(sources, settings(1), new BatchOrder.None(), RULES)
                        .foreign())
                .isEmpty();
    }
}
