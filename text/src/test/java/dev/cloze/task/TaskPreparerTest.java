package dev.cloze.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Material;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.Notices;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.prepared.PreparedManifest;
import dev.cloze.data.source.JsonLines;
import dev.cloze.data.source.Source;
import dev.cloze.data.step.Trim;
import dev.cloze.objective.CausalLm;
import dev.cloze.text.ByteTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskPreparerTest {

    private static final ByteTokenizer BYTES = ByteTokenizer.of();
    private static final Learning.Denoising USUAL = new Learning.Denoising(new CausalLm(), Joining.ALONE);
    private static final ReadingRules RULES = ReadingRules.telling(Notices.SILENT);

    @TempDir
    Path folder;

    private final Heard heard = new Heard();

    /** All that a preparation told. */
    private static final class Heard implements PreparationListener {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void passesOver(String task) {
            lines.add("passes over " + task);
        }

        @Override
        public void begins(String task, long documents) {
            lines.add("begins " + task + " of " + documents);
        }

        @Override
        public void startsOver(String task, long documents, String changed) {
            lines.add("starts over " + task + " without " + documents + ": " + changed);
        }

        @Override
        public void progresses(long documents) {
            assertThat(documents).isPositive();
        }

        @Override
        public void ends(PreparedTask task, PreparedManifest made, boolean before) {
            lines.add("ends " + task.task().name() + " with " + made.documents() + (before ? ", there before" : ""));
        }

        @Override
        public void say(String place, String message) {
            lines.add(place + ": " + message);
        }
    }

    @BeforeEach
    void write() throws IOException {
        write("answer");
    }

    private void write(String answer) throws IOException {
        Files.write(
                folder.resolve("pairs.jsonl"),
                IntStream.range(0, 30)
                        .mapToObj(i -> "{\"text\": \"question %d\", \"answer\": \"%s %d\"}".formatted(i, answer, i))
                        .toList());
    }

    private Source source() {
        return new JsonLines(
                "same",
                List.of(new FilePattern(folder, "pairs.jsonl")),
                Fields.text("text").with("answer"),
                0);
    }

    private List<Task> tasks() {
        return List.of(
                new Task("texts", source(), List.of(new Trim(4)), new Learning.OfRun(), List.of()),
                new Task("pairs", source(), List.of(), new Learning.Pair("text", "answer"), List.of()));
    }

    private Data data() {
        return new Data(List.of(), tasks(), List.of(), List.of(folder.resolve("prepared")), true, 1, 8, Joining.ALONE);
    }

    private void prepare(int threads) {
        heard.lines.clear();
        new TaskPreparer(BYTES, threads, heard).prepare(tasks(), USUAL, folder.resolve("prepared"));
    }

    private List<TokenizedDocument> read(String task) {
        TaskSet set = TaskSet.of(data().all(), USUAL, RULES).prepared(data(), BYTES.hash());
        List<TokenizedDocument> read = new ArrayList<>();
        try (Feed<? extends Material> feed =
                Objects.requireNonNull(set.corpora().get(task)).open(Position.START, new Seed(1))) {
            while (feed.advance()) {
                read.add((TokenizedDocument) feed.current());
            }
        }
        return read;
    }

    @Test
    void prepared_tasks_are_read_in_the_place_of_their_sources() {
        prepare(2);
        assertThat(heard.lines)
                .containsExactly(
                        "begins texts of 30", "ends texts with 30", "begins pairs of 30", "ends pairs with 30");
        List<TokenizedDocument> pairs = read("pairs");
        assertThat(pairs).hasSize(30).allSatisfy(pair -> {
            assertThat(pair.task()).isEqualTo(1);
            String number = BYTES.decode(pair.tokens()).substring("question ".length());
            assertThat(BYTES.decode(pair.targets())).isEqualTo("answer " + number);
        });
        // Steps over tokens are applied while one learns.
        assertThat(read("texts")).hasSize(30).allSatisfy(text -> {
            assertThat(text.task()).isZero();
            assertThat(BYTES.decode(text.tokens())).startsWith("question ");
        });
    }

    @Test
    void what_was_prepared_is_checked_and_not_made_again() {
        prepare(1);
        prepare(1);
        assertThat(heard.lines).contains("ends texts with 30, there before", "ends pairs with 30, there before");
    }

    @Test
    void files_do_not_depend_on_the_number_of_threads() throws IOException {
        prepare(1);
        List<byte[]> one = bytes();
        Path made = folder.resolve("prepared");
        Files.move(made, folder.resolve("first"));
        prepare(3);
        List<byte[]> three = bytes();
        assertThat(one).isNotEmpty().hasSameSizeAs(three);
        IntStream.range(0, one.size()).forEach(i -> assertThat(three.get(i)).isEqualTo(one.get(i)));
    }

    private List<byte[]> bytes() throws IOException {
        List<byte[]> bytes = new ArrayList<>();
        try (var files = Files.walk(folder.resolve("prepared"))) {
            for (Path file : new TreeSet<>(
                    files.filter(f -> f.toString().endsWith(".bin")).toList())) {
                bytes.add(Files.readAllBytes(file));
            }
        }
        return bytes;
    }

    @Test
    void other_sources_start_over_and_are_refused_until_then() throws IOException {
        prepare(1);
        write("reply");
        assertThatThrownBy(() -> read("pairs"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("has changed since it was prepared");
        prepare(1);
        assertThat(heard.lines).anySatisfy(line -> assertThat(line).startsWith("starts over pairs without 30: "));
        assertThat(BYTES.decode(read("pairs").get(0).targets())).startsWith("reply ");
    }

    @Test
    void a_name_that_is_no_folder_is_refused() {
        Task task = new Task("../out", source(), List.of(), new Learning.OfRun(), List.of());
        assertThatThrownBy(() -> new TaskPreparer(BYTES, 1, heard).prepare(List.of(task), USUAL, folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("must be letters, digits and . _ -, as of a folder, got '../out'");
        assertThat(folder.resolveSibling("out")).doesNotExist();
    }
}
